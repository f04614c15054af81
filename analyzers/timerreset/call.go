package timerreset

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// timeFunc returns the name of the function of package time that call calls,
// in the form "NewTimer" or "(*Timer).Stop"; "" if it calls another.
func timeFunc(call *ssa.CallCommon) string {
	fn := call.StaticCallee()
	if ir.Path(fn) != "time" {
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

// calleeOf returns the function that a call by name runs, as it is declared: of an instance
// the generic one. It is nil for any other call.
func calleeOf(call *ssa.CallCommon) *ssa.Function { return ir.Origin(call.StaticCallee()) }

// call interprets the call made by the instruction at; v is its result, nil
// for a deferred call.
func (m *machine) call(w *world, at ssa.Instruction, v ssa.Value, call *ssa.CallCommon) []*world {
	lit, call := m.Resolve(w, call)
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
			m.set(w, v, value{})
		}
		switch b.Name() {
		case "append":
			for _, arg := range call.Args {
				m.escape(w, arg)
			}
		case "len":
			if ch := m.Eval(w, call.Args[0]); ch.kind == vChan && v != nil {
				return m.length(w, v, ch.obj)
			}
		}
		return []*world{w}
	}
	if isMethod(call, "sync", "Pool", "Put") {
		m.put(w, call)
	}
	if lit != nil && len(lit.Bound) == len(lit.Fn.FreeVars) && m.follow(w, call, lit.Fn) {
		return m.inline(w, v, call, lit)
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
		m.set(w, v, zero)
	case o.phase == pending:
		m.set(w, v, one)
	case o.phase == quiet:
		x := w.Clone()
		x.objs.Set(p, o.drain(drained, v.Pos()))
		m.set(x, v, zero)
		o.phase = pending
		w.objs.Set(p, o)
		m.set(w, v, one)
		return []*world{x, w}
	}
	return []*world{w}
}

// construct interprets a call of one of the constructors.
func (m *machine) construct(w *world, v ssa.Value, call *ssa.CallCommon, name string) {
	if v == nil {
		return // deferred: the timer is dropped
	}
	m.set(w, v, value{})
	p := m.Table.Root(v)
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
	w.objs.Set(p, o.arm(v.Pos(), dur, known))
	w.Env.Bind(v, value{kind: vTimer, obj: p})
}

// duration returns the constant value of v in nanoseconds.
func (m *machine) duration(w *world, v ssa.Value) (int64, bool) {
	if val := m.Eval(w, v); val.kind == vConst && val.c.Kind() == constant.Int {
		return constant.Int64Val(val.c)
	}
	return 0, false
}

// timer returns the timer that a method is called on, after reporting a nil
// or zero one; ok is false if the call panics.
func (m *machine) timer(w *world, call *ssa.CallCommon, method string) (p *place.Place, o object, ok bool) {
	recv := m.Eval(w, call.Args[0])
	name := timerName(call.StaticCallee().Signature.Recv().Type().(*types.Pointer).Elem())
	switch recv.kind {
	case vNil:
		m.reportNil(call, name, method)
		return nil, object{}, false
	case vTimer:
		o = m.object(w, recv.obj)
	default:
		return m.Table.Root(call.Args[0]), object{}, true
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
		return m.Throw(w)
	}
	pos := call.Pos()
	o.nonNil = true
	if o.kind == kindTicker {
		if v != nil {
			m.set(w, v, value{})
		}
		switch {
		case o.others&othersReset != 0: // nothing is certain
		case m.sem == asynctimer.Sync:
			o = o.drain(stopped, pos)
		case o.phase == pending:
			o.reason, o.pos = stopped, pos
		case o.phase != empty:
			o.phase, o.pos = quiet, pos // a tick may be waiting
		}
		w.objs.Set(p, o)
		return []*world{w}
	}
	var out []*world
	result := func(x *world, stoppedIt bool, o object) {
		x.objs.Set(p, o)
		if v != nil {
			m.set(x, v, boolValue(stoppedIt))
		}
		out = append(out, x)
	}
	async := m.sem == asynctimer.Async
	if o.phase != empty && o.phase != pending && o.phase != quiet {
		result(w.Clone(), true, o.drain(stopped, pos))
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
		return m.Throw(w)
	}
	dur, known := m.duration(w, call.Args[1])
	if o.kind == kindTicker || timeFunc(call) == "(*Ticker).Reset" {
		m.interval(call.Pos(), call.Args[1], dur, known, "Ticker.Reset")
		m.checkTickerReset(call, o)
		w.objs.Set(p, o.arm(call.Pos(), dur, known))
		return []*world{w}
	}
	m.checkReset(at, call, o)
	m.note(resetNote{call, o.phase})
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
		m.set(w, v, val)
	}
	w.objs.Set(p, o.arm(call.Pos(), dur, known))
	return []*world{w}
}

// sleep lets d pass: a timer with a shorter constant duration has then fired.
func (m *machine) sleep(w *world, d ssa.Value) {
	slept, known := m.duration(w, d)
	for p, o := range w.objs.All() {
		fired := known && o.hasDur && slept > o.dur && (o.phase == fresh || o.phase == armed) &&
			(o.kind == kindTimer || o.kind == kindTicker) && o.others == 0
		if fired && m.sem == asynctimer.Async {
			o.phase = pending
			w.objs.Set(p, o)
			continue
		}
		w.objs.Set(p, o.settle())
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
		if !m.guarded(w, u.Block()) {
			m.reportBlock(u, o)
		}
		return false
	case o.kind == kindTicker && o.phase == quiet:
		if o.reason = stopped; !m.guarded(w, u.Block()) {
			m.reportBlock(u, o) // unless a tick waits
		}
		return false
	}
	why := received
	if o.phase == pending || o.phase == quiet {
		why = drained
	}
	w.objs.Set(p, o.take(why, u.Pos()))
	return true
}

// isMethod reports whether call calls a method of pkg.typ statically.
func isMethod(call *ssa.CallCommon, pkg, typ, name string) bool {
	fn := call.StaticCallee()
	if fn == nil || fn.Name() != name || fn.Signature.Recv() == nil || ir.Pkg(fn) == nil {
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
