package mapaccess

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
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
	Thread  *Thread // nil on the caller's goroutine
	chain   []Site
	depth   int // of callbacks
	at      ssa.Instruction
	met     *ssa.Function // see access
}

// maxDepth bounds callbacks that call callbacks.
const maxDepth = 4

// frame returns the frame of a call that happens when at runs.
func (b *Function) frame(at ssa.Instruction, call ssa.CallInstruction) frame {
	must, may := b.held(at)
	return frame{
		must:  must,
		may:   may,
		order: b.orders.At(at),
		chain: []Site{b.Pkg.Site(b.Fn, Position(call))},
		at:    at,
	}
}

// newThread returns the frame of a goroutine that an instruction starts.
func (b *Function) newThread(instr ssa.Instruction, many bool, handler string) frame {
	start := b.Pkg.Site(b.Fn, Position(instr))
	must, _ := b.held(instr)
	return frame{offered: must, Thread: &Thread{Start: start, Many: many, Handler: handler, Served: handler != ""}, at: instr, met: b.Fn}
}

// spawn returns what a go statement's goroutine does.
func (b *Function) spawn(instr *ssa.Go) []*Access {
	f := b.newThread(instr, false, "")
	f.Thread.Pooled = b.onceAtATime(instr)
	var out []*Access
	for _, t := range callTouches(&instr.Call) {
		out = append(out, &Access{Place: b.Pkg.Value(t.m), Kind: t.kind, At: f.Thread.Start, Thread: f.Thread, Met: b.Fn})
	}
	return append(out, b.run(&instr.Call, f)...)
}

// call returns what a callee does, and what a library function does with the
// functions that it is given.
func (b *Function) call(at ssa.Instruction, call ssa.CallInstruction) []*Access {
	common := call.Common()
	f := b.frame(at, call)
	fn := common.StaticCallee()
	if lockset.IsSync(fn, "Once", "Do") {
		if once := b.Pkg.Value(common.Args[0]); !b.Pkg.resets(once) {
			f.must, f.may = f.must.With(once, lockset.Write), f.may.With(once, lockset.Write)
		}
		return b.runValue(common.Args[1], f)
	}
	if test := b.parallelTest(common); test != nil {
		t := b.newThread(call, false, "")
		t.Thread.Later = true // when the function has returned
		return b.runValue(test, t)
	}
	if arg, t := goroutine.StartedBy(common); arg != nil {
		return b.runValue(arg, b.newThread(call, t.Many, ""))
	}
	if lockset.IsSync(fn, "Map", "Range") {
		return b.eachEntry(common, f)
	}
	if fn != nil {
		if i, ok := goroutine.CallsArgument(fn); ok && i < len(common.Args) {
			return b.runValue(common.Args[i], f)
		}
	}
	return slices.Concat(b.run(common, f), b.handed(common, f), b.sent(common, f), b.encoded(common, f))
}

// parallelTest returns the test that a call runs beside others, nil for other calls.
//
//	t.Run(name, func(t *testing.T) { t.Parallel(); got[name] = check(name) })
func (b *Function) parallelTest(call *ssa.CallCommon) ssa.Value {
	if run := callgraph.Called(call); run == nil || run.FullName() != "(*testing.T).Run" {
		return nil
	}
	test := call.Args[2]
	fn := b.Pkg.function(test).Fn
	if fn == nil || len(fn.Blocks) == 0 {
		return nil
	}
	for _, instr := range fn.Blocks[0].Instrs {
		if first, ok := instr.(*ssa.Call); ok {
			if obj := callgraph.Called(&first.Call); obj != nil && obj.FullName() == "(*testing.T).Parallel" {
				return test
			}
			return nil // what comes before it runs at once
		}
	}
	return nil
}

// handed returns what the functions do that are handed to a call of which
// nothing is known: it may call them before it returns. If it calls them later,
// they hold fewer locks than is taken here.
//
//	for k := range seq { m[k] = true }
//	store.View(func(tx *Tx) error { return tx.Get(s.names[id]) })
func (b *Function) handed(call *ssa.CallCommon, f frame) []*Access {
	if c := b.Pkg.callee(call); c.Fn != nil {
		if _, ok := b.Pkg.lookup(c.Fn); ok {
			return nil // it has told
		}
	}
	var out []*Access
	for _, arg := range call.Args {
		if mc, ok := arg.(*ssa.MakeClosure); ok && !b.Pkg.registers(mc) {
			if c := b.Pkg.function(mc); c.Fn != nil {
				if _, ok := goroutine.IsHandler(c.Fn); ok {
					continue // requests call it
				}
				out = append(out, b.enter(c, f)...)
			}
		}
	}
	return out
}

// run returns what the callee of a call does in a frame.
func (b *Function) run(call *ssa.CallCommon, f frame) []*Access {
	c := callee{}
	if !call.IsInvoke() {
		c = b.Pkg.function(call.Value)
	}
	if c.Fn == nil {
		var out []*Access
		targets, all := b.Pkg.targets(call)
		for _, c := range targets {
			out = append(out, b.enter(c, f)...)
		}
		switch {
		case !call.IsInvoke():
			b.runPlace(b.Pkg.Value(call.Value), "", b.places(call.Args), f)
		case !all && followed(call.Value.Type()):
			b.runPlace(b.Pkg.Value(call.Value), call.Method.Name(), b.places(call.Args), f)
		}
		return out
	}
	c.args = append(slices.Clip(c.args), call.Args...)
	if at, ok := f.at.(*ssa.Call); ok && &at.Call == call {
		c.call = at
	}
	return b.enter(c, f)
}

// runValue returns what a function that is a value does in a frame.
func (b *Function) runValue(v ssa.Value, f frame) []*Access {
	if c := b.Pkg.function(v); c.Fn != nil {
		return b.enter(c, f)
	}
	b.runPlace(b.Pkg.Value(v), "", nil, f)
	return nil
}

// places returns those of arguments by which others reach maps.
func (b *Function) places(args []ssa.Value) []*place.Place {
	out := make([]*place.Place, len(args))
	for i, arg := range args {
		if at := b.Pkg.Value(arg); Visible(at.Root) && referring(arg.Type()) && b.Pkg.relevant(arg.Type()) {
			out[i] = at
		}
	}
	return out
}

// runPlace notes that a function which the caller gave is called, or a method of what it
// gave.
func (b *Function) runPlace(at *place.Place, method string, args []*place.Place, f frame) {
	if !Visible(at.Root) || len(b.Sum.calls) >= maxCalls {
		return // nobody can tell what it is
	}
	if Global(at.Root) {
		return // nobody gives it
	}
	if f.Thread != nil && !f.Thread.Many && !f.Thread.Pooled && f.at != nil && cfg.InLoop(f.at, cfg.Cut{At: b.waits}) {
		t := *f.Thread
		t.Many = true
		f.Thread = &t
	}
	if f.Thread != nil && !f.Thread.Joined && f.at != nil && !b.Outrun(Moment{&Access{Place: at, Order: f.order, Thread: f.Thread}, f.at, nil}) {
		t := *f.Thread
		t.Joined = true
		f.Thread = &t
	}
	cb := callback{at, args, method, f.must, f.may, f.order, f.Thread, f.chain}
	if !slices.ContainsFunc(b.Sum.calls, cb.same) {
		b.Sum.calls = append(b.Sum.calls, cb)
	}
}

// waits reports whether an instruction waits for goroutines.
func (b *Function) waits(instr ssa.Instruction) bool {
	e := b.effect(instr)
	return e.Any || len(e.Waits) > 0
}

// enter returns the accesses of a callee in terms of this function.
func (b *Function) enter(c callee, f frame) []*Access {
	if c.Fn == nil {
		return nil // a method of an interface
	}
	sum, ok := b.Pkg.lookup(c.Fn)
	if !ok {
		return nil // not known
	}
	m := b.Pkg.mapper(sum, c)
	held := func(set lockset.Set, root ssa.Value, started *Thread) lockset.Set {
		return set.Map(func(p *place.Place) *place.Place {
			if alloc, ok := p.Root.(*ssa.Alloc); ok && alloc.Parent() == c.Fn && alloc != root && started == nil {
				return nil // a mutex of each call, not beside the map, nor for goroutines of the call
			}
			return b.original(m(p))
		})
	}
	if f.Thread != nil {
		released := sum.locks.Released.Map(m)
		f.Thread.Unlocks = lockset.Union(f.Thread.Unlocks, released)
		handed := lockset.Intersect(f.offered, released)
		f.must, f.may = lockset.Union(f.must, handed), lockset.Union(f.may, handed)
	}
	threads := make(map[*Thread]*Thread)
	inner := func(t *Thread) *Thread {
		if t == nil {
			return f.Thread
		}
		served := f.Thread != nil && f.Thread.Served
		if len(t.Unlocks) == 0 && (!served || t.Served) {
			return t
		}
		if threads[t] == nil {
			u := *t
			u.Unlocks = t.Unlocks.Map(m)
			u.Served = u.Served || served
			threads[t] = &u
		}
		return threads[t]
	}
	var out []*Access
	for _, a := range sum.accesses {
		if b.Test && !b.Pkg.InTest(a.At.Pos) {
			continue // see whiteBox
		}
		at := m(a.Place)
		chain := join(f.chain, a.Chain)
		if at == nil || len(chain) > maxChain {
			continue // too far away to tell of
		}
		if b.took(c, sum.params, a.Place.Root, f.at) {
			continue // the goroutine took the map for itself
		}
		n := &Access{Place: at, Kind: a.Kind, At: a.At, Must: held(a.Must, a.Place.Root, a.Thread), May: held(a.May, a.Place.Root, a.Thread), Order: a.Order.Map(m), Thread: inner(a.Thread), Chain: chain, Initial: a.Initial, Mutates: a.Mutates, Refuses: a.Refuses, Presumes: a.Presumes, Gated: a.Gated, Choice: b.chosen(a, sum, c, f), Chosen: a.Chosen, handled: a.handled, Met: a.Met}
		if a.Thread == nil {
			n.unlocked = a.unlocked.Map(m)
			n.Must, n.May = lockset.Union(n.Must, lockset.Minus(f.must, n.unlocked)), lockset.Union(n.May, lockset.Minus(f.may, n.unlocked))
			n.Order = n.Order.Within(f.order)
			n.Met = f.met
			n.Gated = n.Gated || b.gated(f.at, at)
			n.Initial = n.Initial || n.Thread == nil && b.assignedNew(at, f.at)
		}
		out = append(out, n)
	}
	for _, cb := range sum.calls {
		g := frame{must: held(cb.must, nil, cb.Thread), may: held(cb.may, nil, cb.Thread), offered: f.offered, order: cb.order.Map(m), Thread: inner(cb.Thread), chain: join(f.chain, cb.chain), depth: f.depth + 1, at: f.at, met: f.met}
		if cb.Thread != nil {
			g.met = b.Fn
		}
		if cb.Thread == nil {
			g.must, g.may, g.order = lockset.Union(g.must, f.must), lockset.Union(g.may, f.may), g.order.Within(f.order)
		}
		at := m(cb.Fn)
		if at == nil || g.depth > maxDepth || len(g.chain) > maxChain {
			continue // too far away to tell of
		}
		args := make([]*place.Place, len(cb.args))
		for i, arg := range cb.args {
			if arg != nil {
				args[i] = m(arg)
			}
		}
		if cb.method != "" {
			if types := b.Pkg.typesAt(at); len(types) > 0 {
				for _, d := range types {
					m := b.Pkg.method(d, cb.method)
					out = append(out, b.enter(callee{Fn: m.Fn}.with(append([]*place.Place{b.Pkg.receiver(m, at)}, args...)), g)...)
				}
				continue
			}
		}
		if c := b.Pkg.functionAt(at, nil); c.Fn != nil {
			out = append(out, b.enter(c.with(args), g)...)
			continue
		}
		b.runPlace(at, cb.method, args, g)
	}
	return out
}

// join appends two chains of calls.
func join(a, b []Site) []Site {
	return append(slices.Clip(a), b...)
}
