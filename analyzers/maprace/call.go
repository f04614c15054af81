package maprace

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A frame is how a callee's accesses look from the caller.
type frame struct {
	must, may lockset.Set
	// offered are the locks that the function holds when it starts the goroutine:
	// who unlocks one of them there has taken it over.
	offered lockset.Set
	order   happens.Order
	thread  *thread // nil on the caller's goroutine
	chain   []site
	depth   int // of callbacks
	at      ssa.Instruction
	met     *ssa.Function // see access
}

// maxDepth bounds callbacks that call callbacks.
const maxDepth = 4

// frame returns the frame of a call that happens when at runs.
func (b *body) frame(at ssa.Instruction, call ssa.CallInstruction) frame {
	must, may := b.held(at)
	return frame{
		must:  must,
		may:   may,
		order: b.orders.At(at),
		chain: []site{b.prog.site(b.fn, position(call))},
		at:    at,
	}
}

// newThread returns the frame of a goroutine that an instruction starts.
func (b *body) newThread(instr ssa.Instruction, many bool, handler string) frame {
	start := b.prog.site(b.fn, position(instr))
	must, _ := b.held(instr)
	return frame{offered: must, thread: &thread{start: start, many: many, handler: handler}, at: instr, met: b.fn}
}

// spawn returns what a go statement's goroutine does.
func (b *body) spawn(instr *ssa.Go) []*access {
	f := b.newThread(instr, false, "")
	var out []*access
	for _, t := range callTouches(&instr.Call) {
		out = append(out, &access{place: b.prog.Value(t.m), kind: t.kind, at: f.thread.start, thread: f.thread, met: b.fn})
	}
	return append(out, b.run(&instr.Call, f)...)
}

// call returns what a callee does, and what a library function does with the
// functions that it is given.
func (b *body) call(at ssa.Instruction, call ssa.CallInstruction) []*access {
	common := call.Common()
	f := b.frame(at, call)
	fn := common.StaticCallee()
	if lockset.IsSync(fn, "Once", "Do") {
		if once := b.prog.Value(common.Args[0]); !b.prog.resets(once) {
			f.must, f.may = f.must.With(once, lockset.Write), f.may.With(once, lockset.Write)
		}
		return b.runValue(common.Args[1], f)
	}
	if fn != nil {
		if s, ok := goroutine.StarterOf(fn); ok && s.Arg < len(common.Args) {
			return b.start(call, s)
		}
		if i, ok := goroutine.CallsArgument(fn); ok && i < len(common.Args) {
			return b.runValue(common.Args[i], f)
		}
	}
	return slices.Concat(b.run(common, f), b.handed(common, f), b.sent(common, f))
}

// handed returns what the functions do that are handed to a call of which
// nothing is known: it may call them before it returns. If it calls them later,
// they hold fewer locks than is taken here.
//
//	for k := range seq { m[k] = true }
//	store.View(func(tx *Tx) error { return tx.Get(s.names[id]) })
func (b *body) handed(call *ssa.CallCommon, f frame) []*access {
	if c := b.prog.callee(call); c.fn != nil {
		if _, ok := b.prog.lookup(c.fn); ok {
			return nil // it has told
		}
	}
	var out []*access
	for _, arg := range call.Args {
		if mc, ok := arg.(*ssa.MakeClosure); ok && !b.prog.registers(mc) {
			if c := b.prog.function(mc); c.fn != nil {
				out = append(out, b.enter(c, f)...)
			}
		}
	}
	return out
}

// start returns what a library function runs on other goroutines.
func (b *body) start(call ssa.CallInstruction, s goroutine.Starter) []*access {
	f := b.newThread(call, s.Many, "")
	return b.runValue(call.Common().Args[s.Arg], f)
}

// run returns what the callee of a call does in a frame.
func (b *body) run(call *ssa.CallCommon, f frame) []*access {
	if call.IsInvoke() {
		var out []*access
		for _, fn := range b.prog.dynamic.Targets(call) {
			out = append(out, b.enter(method(fn, call), f)...)
		}
		return out
	}
	c := b.prog.function(call.Value)
	if c.fn == nil {
		b.runPlace(b.prog.Value(call.Value), f)
		return nil
	}
	c.args = append(slices.Clip(c.args), call.Args...)
	return b.enter(c, f)
}

// runValue returns what a function that is a value does in a frame.
func (b *body) runValue(v ssa.Value, f frame) []*access {
	if c := b.prog.function(v); c.fn != nil {
		return b.enter(c, f)
	}
	b.runPlace(b.prog.Value(v), f)
	return nil
}

// runPlace notes that a function which the caller gave is called.
func (b *body) runPlace(at *place.Place, f frame) {
	if !visible(at.Root) || len(b.sum.calls) >= maxCalls {
		return // nobody can tell what it is
	}
	if global(at.Root) {
		return // nobody gives it
	}
	if f.thread != nil && !f.thread.many && !f.thread.pooled && f.at != nil && cfg.InLoop(f.at, cfg.Cut{At: b.waits}) {
		t := *f.thread
		t.many = true
		f.thread = &t
	}
	if f.thread != nil && !f.thread.joined && f.at != nil && !b.outrun(moment{&access{place: at, order: f.order, thread: f.thread}, f.at, nil}) {
		t := *f.thread
		t.joined = true
		f.thread = &t
	}
	b.sum.calls = append(b.sum.calls, callback{at, f.must, f.may, f.order, f.thread, f.chain})
}

// waits reports whether an instruction waits for goroutines.
func (b *body) waits(instr ssa.Instruction) bool {
	e := b.effect(instr)
	return e.Any || len(e.Waits) > 0
}

// enter returns the accesses of a callee in terms of this function.
func (b *body) enter(c callee, f frame) []*access {
	if c.fn == nil {
		return nil // a method of an interface
	}
	sum, ok := b.prog.lookup(c.fn)
	if !ok {
		return nil // not known
	}
	m := b.prog.mapper(sum, c)
	held := func(set lockset.Set, root ssa.Value) lockset.Set {
		return set.Map(func(p *place.Place) *place.Place {
			if alloc, ok := p.Root.(*ssa.Alloc); ok && alloc.Parent() == c.fn && alloc != root {
				return nil // a mutex of each call, and not beside the map
			}
			return m(p)
		})
	}
	if f.thread != nil {
		released := sum.locks.Released.Map(m)
		f.thread.unlocks = lockset.Union(f.thread.unlocks, released)
		handed := lockset.Intersect(f.offered, released)
		f.must, f.may = lockset.Union(f.must, handed), lockset.Union(f.may, handed)
	}
	threads := make(map[*thread]*thread)
	inner := func(t *thread) *thread {
		if t == nil {
			return f.thread
		}
		if len(t.unlocks) == 0 {
			return t
		}
		if threads[t] == nil {
			u := *t
			u.unlocks = t.unlocks.Map(m)
			threads[t] = &u
		}
		return threads[t]
	}
	var out []*access
	for _, a := range sum.accesses {
		if b.test && !b.prog.inTest(a.at.pos) {
			continue // see whiteBox
		}
		at := m(a.place)
		chain := join(f.chain, a.chain)
		if at == nil || len(chain) > maxChain {
			continue // too far away to tell of
		}
		if b.took(c, sum.params, a.place.Root, f.at) {
			continue // the goroutine took the map for itself
		}
		n := &access{place: at, kind: a.kind, at: a.at, must: held(a.must, a.place.Root), may: held(a.may, a.place.Root), order: a.order.Map(m), thread: inner(a.thread), chain: chain, initial: a.initial, mutates: a.mutates, chosen: a.chosen, handled: a.handled, met: a.met}
		if a.thread == nil {
			n.unlocked = a.unlocked.Map(m)
			n.must, n.may = lockset.Union(n.must, lockset.Minus(f.must, n.unlocked)), lockset.Union(n.may, lockset.Minus(f.may, n.unlocked))
			n.order = n.order.Within(f.order)
			n.met = f.met
		}
		out = append(out, n)
	}
	for _, cb := range sum.calls {
		g := frame{must: held(cb.must, nil), may: held(cb.may, nil), offered: f.offered, order: cb.order.Map(m), thread: inner(cb.thread), chain: join(f.chain, cb.chain), depth: f.depth + 1, at: f.at, met: f.met}
		if cb.thread != nil {
			g.met = b.fn
		}
		if cb.thread == nil {
			g.must, g.may, g.order = lockset.Union(g.must, f.must), lockset.Union(g.may, f.may), g.order.Within(f.order)
		}
		at := m(cb.fn)
		if at == nil || g.depth > maxDepth || len(g.chain) > maxChain {
			continue // too far away to tell of
		}
		if at.Parent == nil {
			switch at.Root.(type) {
			case *ssa.Function, *ssa.MakeClosure:
				out = append(out, b.enter(b.prog.function(at.Root), g)...)
				continue
			}
		}
		b.runPlace(at, g)
	}
	return out
}

// join appends two chains of calls.
func join(a, b []site) []site {
	return append(slices.Clip(a), b...)
}

// handlers returns what the literals of an instruction do that have the shape of
// a handler: a server calls them in parallel. A literal that captures nothing is
// an operand of the instruction that uses it, others are made by one.
func (b *body) handlers(instr ssa.Instruction) []*access {
	if mc, ok := instr.(*ssa.MakeClosure); ok {
		for _, ref := range *mc.Referrers() {
			if call, ok := ref.(ssa.CallInstruction); ok && call.Common().Value == mc {
				return nil // called here
			}
		}
		return b.handler(instr, mc, mc.Fn.(*ssa.Function))
	}
	call, _ := instr.(ssa.CallInstruction)
	var out []*access
	for _, op := range instr.Operands(nil) {
		if fn, ok := (*op).(*ssa.Function); ok && fn.Parent() == b.fn && (call == nil || call.Common().Value != fn) {
			out = append(out, b.handler(instr, fn, fn)...)
		}
	}
	return out
}

// handler returns what a literal does if it is a handler.
func (b *body) handler(instr ssa.Instruction, v ssa.Value, fn *ssa.Function) []*access {
	what, ok := goroutine.IsHandler(fn)
	if !ok || b.prog.inTest(fn.Pos()) || b.perRequest() {
		return nil
	}
	f := b.newThread(instr, true, what)
	f.thread.start = b.prog.site(b.fn, fn.Pos())
	return b.runValue(v, f)
}

// perRequest reports whether the function itself, or one around it, has a
// request: what it makes belongs to one request.
func (b *body) perRequest() bool {
	for fn := b.fn; fn != nil; fn = fn.Parent() {
		for _, p := range fn.Params {
			if goroutine.IsRequest(p.Type()) {
				return true
			}
		}
	}
	return false
}
