package timerreset

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// timeFunc returns the name of the function of package time that call calls,
// in the form "NewTimer" or "(*Timer).Stop"; "" if it calls another.
func timeFunc(call *ssa.CallCommon) string {
	fn := call.StaticCallee()
	if fn == nil || fn.Object() == nil || fn.Object().Pkg() == nil || fn.Object().Pkg().Path() != "time" {
		return ""
	}
	if recv := fn.Signature.Recv(); recv != nil {
		if p, ok := recv.Type().(*types.Pointer); ok {
			if name := timerName(p.Elem()); name != "" {
				return "(*" + name + ")." + fn.Name()
			}
		}
		return ""
	}
	return fn.Name()
}

// call interprets the call made by the instruction at; v is its result, nil
// for a deferred call.
func (m *machine) call(w *world, at ssa.Instruction, v ssa.Value, call *ssa.CallCommon) []*world {
	name := timeFunc(call)
	switch name {
	case "NewTimer", "AfterFunc", "NewTicker":
		m.construct(w, v, call, name)
		return []*world{w}
	case "(*Timer).Stop", "(*Ticker).Stop":
		return m.stop(w, v, call)
	case "(*Timer).Reset", "(*Ticker).Reset":
		return m.reset(w, at, v, call)
	case "Sleep":
		m.sleep(w, call.Args[0])
		return []*world{w}
	}
	if b, ok := call.Value.(*ssa.Builtin); ok {
		if v != nil {
			w.set(v, value{})
		}
		switch b.Name() {
		case "append":
			for _, arg := range call.Args {
				m.escape(w, arg)
			}
		case "len":
			if ch := m.eval(w, call.Args[0]); ch.kind == vChan && v != nil {
				return m.length(w, v, ch.obj)
			}
		}
		return []*world{w}
	}
	if isMethod(call, "sync", "Pool", "Put") {
		m.put(w, call)
	}
	if fn := callee(call); fn != nil && m.follow(call, fn) {
		return m.inline(w, v, call, fn)
	}
	if worlds, ok := m.summarized(w, v, call); ok {
		return worlds
	}
	m.opaque(w, v, call)
	return []*world{w}
}

// length is the transfer of len(t.C).
func (m *machine) length(w *world, v ssa.Value, p *place.Place) []*world {
	o := m.object(w, p)
	zero, one := constValue(constant.MakeInt64(0)), constValue(constant.MakeInt64(1))
	switch {
	case m.sem == asynctimer.Sync, o.phase == empty, o.phase == fresh:
		w.set(v, zero)
	case o.phase == pending:
		w.set(v, one)
	case o.phase == quiet:
		x := w.clone()
		x.objs[p] = o.drain(drained, v.Pos())
		x.set(v, zero)
		o.phase = pending
		w.objs[p] = o
		w.set(v, one)
		return []*world{x, w}
	}
	return []*world{w}
}

// construct interprets a call of one of the constructors.
func (m *machine) construct(w *world, v ssa.Value, call *ssa.CallCommon, name string) {
	if v == nil {
		return // deferred: the timer is dropped
	}
	w.set(v, value{})
	p := m.table.Root(v)
	o := object{made: v.Pos(), others: m.pkg.othersOf(p, m.root)}
	switch name {
	case "NewTimer":
		o.kind = kindTimer
	case "AfterFunc":
		o.kind = kindFunc
	case "NewTicker":
		o.kind = kindTicker
	}
	dur, known := m.duration(w, call.Args[0])
	if name == "NewTicker" {
		m.interval(call.Pos(), call.Args[0], dur, known, "time.NewTicker")
	}
	w.objs[p] = o.arm(v.Pos(), dur, known)
	w.env[reg(v)] = value{kind: vTimer, obj: p}
}

// duration returns the constant value of v in nanoseconds.
func (m *machine) duration(w *world, v ssa.Value) (int64, bool) {
	if val := m.eval(w, v); val.kind == vConst && val.c.Kind() == constant.Int {
		return constant.Int64Val(val.c)
	}
	return 0, false
}

// timer returns the timer that a method is called on, after reporting a nil
// or zero one; ok is false if the call panics.
func (m *machine) timer(w *world, call *ssa.CallCommon, method string) (p *place.Place, o object, ok bool) {
	recv := m.eval(w, call.Args[0])
	name := timerName(call.Args[0].Type().Underlying().(*types.Pointer).Elem())
	switch recv.kind {
	case vNil:
		m.reportNil(call, name, method)
		return nil, object{}, false
	case vTimer:
		o = m.object(w, recv.obj)
	default:
		return m.table.Root(call.Args[0]), object{}, true
	}
	if o.phase == uninit && (name == "Timer" || method == "Reset") {
		m.reportUninit(call, name, method, o)
		return nil, object{}, false
	}
	return recv.obj, o, true
}

// stop is the transfer of Stop. The worlds in which it returns true and false
// are kept apart, so that the result needs no tracking of its own.
func (m *machine) stop(w *world, v ssa.Value, call *ssa.CallCommon) []*world {
	p, o, ok := m.timer(w, call, "Stop")
	if !ok {
		return nil // panics
	}
	pos := call.Pos()
	o.nonNil = true
	if o.kind == kindTicker {
		if v != nil {
			w.set(v, value{})
		}
		switch {
		case o.others&othersReset != 0: // nothing is certain
		case m.sem == asynctimer.Sync:
			o = o.drain(stopped, pos)
		case o.phase != empty:
			o.phase, o.pos = quiet, pos // a tick may be waiting
		}
		w.objs[p] = o
		return []*world{w}
	}
	var out []*world
	result := func(x *world, stoppedIt bool, o object) {
		x.objs[p] = o
		if v != nil {
			x.set(v, boolValue(stoppedIt))
		}
		out = append(out, x)
	}
	async := m.sem == asynctimer.Async
	if o.phase != empty && o.phase != pending && o.phase != quiet {
		result(w.clone(), true, o.drain(stopped, pos))
	}
	switch {
	case o.phase == empty, o.phase == pending, o.phase == quiet:
		result(w, false, o)
	case o.phase == unknown:
		o.phase, o.pos = quiet, pos
		result(w, false, o)
	case o.phase == armed && async && o.kind != kindFunc:
		o.phase, o.reason, o.pos = pending, stopped, pos
		result(w, false, o)
	case o.phase == armed && o.kind == kindFunc:
		result(w, false, o.drain(received, pos))
	}
	// Else the timer cannot have fired, or its value is still to be
	// received: since Go 1.23 Stop then returns true.
	return out
}

// reset is the transfer of Reset.
func (m *machine) reset(w *world, at ssa.Instruction, v ssa.Value, call *ssa.CallCommon) []*world {
	p, o, ok := m.timer(w, call, "Reset")
	if !ok {
		return nil // panics
	}
	dur, known := m.duration(w, call.Args[1])
	if o.kind == kindTicker || timeFunc(call) == "(*Ticker).Reset" {
		m.interval(call.Pos(), call.Args[1], dur, known, "Ticker.Reset")
		m.checkTickerReset(call, o)
		w.objs[p] = o.arm(call.Pos(), dur, known)
		return []*world{w}
	}
	m.checkReset(at, call, o)
	if m.emitting && m.sem == asynctimer.Sync {
		m.pkg.resetPhases[call] |= 1 << o.phase
	}
	if v != nil {
		val := value{}
		switch o.phase {
		case empty, pending:
			val = boolValue(false)
		case fresh:
			val = boolValue(true)
		case armed:
			if m.sem == asynctimer.Sync {
				val = boolValue(true)
			}
		}
		w.set(v, val)
	}
	w.objs[p] = o.arm(call.Pos(), dur, known)
	return []*world{w}
}

// sleep lets d pass: a timer with a shorter constant duration has then fired.
func (m *machine) sleep(w *world, d ssa.Value) {
	slept, known := m.duration(w, d)
	for p, o := range w.objs {
		fired := known && o.hasDur && slept > o.dur && (o.phase == fresh || o.phase == armed) &&
			o.kind == kindTimer && o.others == 0
		if fired && m.sem == asynctimer.Async {
			o.phase = pending
			w.objs[p] = o
			continue
		}
		w.objs[p] = o.settle()
	}
}

// receive is the transfer of a receive with no alternative. It reports false
// if the receive blocks for ever.
func (m *machine) receive(w *world, u *ssa.UnOp, p *place.Place) bool {
	o := m.object(w, p)
	switch {
	case o.kind == kindFunc, o.phase == uninit:
		m.reportNilChan(u, o)
		return false
	case o.phase == empty:
		m.reportBlock(u, o)
		return false
	case o.kind == kindTicker:
		return true // another tick will come
	}
	why := received
	if o.phase == pending || o.phase == quiet {
		why = drained
	}
	w.objs[p] = o.drain(why, u.Pos())
	return true
}

// callee returns the function that a call surely calls, through a closure.
func callee(call *ssa.CallCommon) *ssa.Function {
	if call.IsInvoke() {
		return nil
	}
	return call.StaticCallee()
}

// follow reports whether the body of fn is to be interpreted at its calls.
func (m *machine) follow(call *ssa.CallCommon, fn *ssa.Function) bool {
	return len(fn.Blocks) > 0 && fn.Pkg == m.root.Pkg && m.pkg.follows(m.root, call, fn) &&
		len(m.stack) <= maxDepth && !slices.Contains(m.stack, fn)
}

// inline interprets the body of fn at a call of it.
func (m *machine) inline(w *world, v ssa.Value, call *ssa.CallCommon, fn *ssa.Function) []*world {
	entry := w.clone()
	entry.defers = nil
	for i, param := range fn.Params {
		m.bind(w, entry, param, call.Args[i])
	}
	if closure, ok := call.Value.(*ssa.MakeClosure); ok {
		for i, fv := range fn.FreeVars {
			m.bind(w, entry, fv, closure.Bindings[i])
		}
	}
	if fn.Parent() == nil { // a literal is read where it stands
		m.sites = append(m.sites, call.Pos())
		defer func() { m.sites = m.sites[:len(m.sites)-1] }()
	}
	exits, ok := m.function(fn, []*world{entry})
	if !ok {
		m.opaque(w, v, call)
		return []*world{w}
	}
	var out []*world
	for _, e := range exits {
		x := e.w.clone()
		m.leave(x, fn)
		x.defers = w.defers
		if v != nil {
			x.set(v, value{})
			if len(e.results) == 1 {
				x.set(v, e.results[0])
			} else {
				for i, r := range e.results {
					x.env[register{v, i}] = r
				}
			}
		}
		out = append(out, x)
	}
	if s := newState(out); s != nil && !s.top {
		return s.worlds
	}
	return nil
}

// bind gives a parameter or free variable of a callee the caller's value.
func (m *machine) bind(w, entry *world, formal, actual ssa.Value) {
	val := m.eval(w, actual)
	if val.kind == vUnknown && isPointer(formal.Type()) {
		val = value{kind: vRef, obj: m.addr(w, actual)}
	}
	entry.set(formal, val)
}

// leave drops what was known of the registers of fn.
func (m *machine) leave(w *world, fn *ssa.Function) {
	for r := range w.env {
		if r.v.Parent() == fn {
			delete(w.env, r)
		}
	}
	for c := range w.conds {
		if c.x.Parent() == fn || c.y != nil && c.y.Parent() == fn {
			delete(w.conds, c)
		}
	}
}

// runDefers interprets the deferred calls, the last one first.
func (m *machine) runDefers(w *world) []*world {
	defers := w.defers
	w.defers = nil
	worlds := []*world{w}
	for i := len(defers) - 1; i >= 0; i-- {
		var next []*world
		for _, x := range worlds {
			next = append(next, m.call(x, defers[i], nil, &defers[i].Call)...)
		}
		if s := newState(next); s != nil && !s.top {
			worlds = s.worlds
		} else {
			return nil
		}
	}
	return worlds
}

// opaque interprets a call whose effects are not known: timers that it is
// given, or whose fields it touches, are forgotten, and so is what it may
// write through a pointer.
func (m *machine) opaque(w *world, v ssa.Value, call *ssa.CallCommon) {
	for _, arg := range call.Args {
		m.escape(w, arg)
	}
	touched := m.pkg.touchedBy(call)
	for p, val := range w.mem {
		if !touched[p.Var] {
			continue // the callee does not know the field
		}
		if val.kind == vTimer {
			w.objs[val.obj] = m.object(w, val.obj).forget()
		}
		delete(w.mem, p)
	}
	for p, o := range w.objs {
		if touched[p.Var] {
			w.objs[p] = o.forget()
		}
	}
	m.settle(w)
	if v == nil {
		return
	}
	w.set(v, value{})
	if isTimerPtr(v.Type()) {
		p := m.table.Root(v)
		w.objs[p] = object{kind: m.pkg.kindOf(p)}
		w.env[reg(v)] = value{kind: vTimer, obj: p}
	}
}

// escape gives a timer, its channel or a pointer to code that is not followed.
func (m *machine) escape(w *world, v ssa.Value) {
	switch val := m.eval(w, v); val.kind {
	case vTimer:
		o := m.object(w, val.obj)
		w.objs[val.obj] = object{kind: o.kind, others: othersAll, nonNil: o.nonNil, made: o.made}
		return
	case vChan:
		o := m.object(w, val.obj)
		o.others |= othersReceive
		w.objs[val.obj] = o.settle()
		return
	}
	if iface, ok := v.(*ssa.MakeInterface); ok {
		v = iface.X
	}
	if !isPointer(v.Type()) {
		return // a copy
	}
	at := m.addr(w, v)
	_, local := at.Root.(*ssa.Alloc)
	for p, val := range w.mem {
		switch {
		case !p.Within(at):
		case val.kind == vConst, val.kind == vNil:
			delete(w.mem, p)
		case val.kind == vTimer && local:
			o := m.object(w, val.obj)
			w.objs[val.obj] = object{kind: o.kind, others: othersAll}
			delete(w.mem, p)
		}
	}
}

// spawn interprets a go statement: the timers that it is given are shared.
func (m *machine) spawn(w *world, call *ssa.CallCommon) {
	for _, arg := range call.Args {
		m.escape(w, arg)
	}
}

// capture marks the timers that a closure touches and that is not called on
// the spot: from now on others may act on them.
func (m *machine) capture(w *world, c *ssa.MakeClosure) {
	if m.pkg.direct[c] {
		return // interpreted where it is called
	}
	fn := c.Fn.(*ssa.Function)
	for i, fv := range fn.FreeVars {
		if isTimerPtr(fv.Type()) && fn.Synthetic != "" { // a method value: t.Reset
			m.escape(w, c.Bindings[i])
			continue
		}
		ops := m.pkg.touches[fn][fv]
		if ops == 0 {
			continue // captures something else, or only looks
		}
		p := m.addr(w, c.Bindings[i])
		val := m.load(w, p, fv.Type().Underlying().(*types.Pointer).Elem())
		switch val.kind {
		case vTimer, vChan:
			o := m.object(w, val.obj)
			o.others |= ops
			w.objs[val.obj] = o
		}
	}
}

// isMethod reports whether call calls a method of pkg.typ statically.
func isMethod(call *ssa.CallCommon, pkg, typ, name string) bool {
	fn := call.StaticCallee()
	if fn == nil || fn.Name() != name || fn.Signature.Recv() == nil || fn.Pkg == nil && fn.Object() == nil {
		return false
	}
	t := fn.Signature.Recv().Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == typ && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == pkg
}

// deref returns what a chain of loads and conversions starts from.
func deref(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return v
			}
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		default:
			return v
		}
	}
}
