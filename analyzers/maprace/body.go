package maprace

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// maxInstrs bounds the functions that are looked at.
const maxInstrs = 20000

// A body is one function with everything that happens in it, and in what it
// calls, in order of its instructions.
type body struct {
	prog       *program
	fn         *ssa.Function
	locks      *lockset.Locks
	orders     *happens.Orders
	edges      *happens.Edges
	events     []event
	defers     map[*ssa.RunDefers][]*ssa.Defer
	sum        *summarized
	stores     []*ssa.Store // see storesTo
	effects    map[ssa.Instruction]happens.Effect
	transitive *transitive           // see relays
	flags      map[*place.Place]bool // see setFlags
	test       bool                  // the function is in a file of tests
}

// An event is an instruction with the accesses that it makes.
type event struct {
	instr    ssa.Instruction
	deferred *ssa.Defer // the deferred call, if instr runs it
	accesses []*access
}

// Value and Effect make a body the model of package locks.
func (b *body) Value(v ssa.Value) *place.Place { return b.prog.Value(v) }

// Effect returns what a call does to locks.
func (b *body) Effect(call ssa.CallInstruction) (lockset.Effect, bool) {
	if _, ok := call.(*ssa.Go); ok {
		return lockset.Effect{}, false
	}
	c := b.prog.callee(call.Common())
	if c.fn == nil {
		return lockset.Effect{}, false
	}
	if lockset.IsSync(c.fn, "Once", "Do") && len(c.args) > 0 {
		return b.prog.onceEffect(c.args[0])
	}
	sum, ok := b.prog.lookup(c.fn)
	if !ok || sum.locks.Empty() {
		return lockset.Effect{}, false
	}
	return sum.locks.Map(b.prog.mapper(sum, c)), true
}

// mapper maps places of a callee to those of the caller.
func (p *program) mapper(sum *summarized, c callee) func(*place.Place) *place.Place {
	bind := p.binder(sum, c)
	known := make(map[*place.Place]*place.Place) // accesses of one callee share most of their places
	return func(q *place.Place) *place.Place {
		to, ok := known[q]
		if !ok {
			if to = p.Subst(q, bind); to != nil && c.made != nil {
				to = c.made.outward(p, to)
			}
			known[q] = to
		}
		return to
	}
}

// summarize is the transfer function of the domain.
func (p *program) summarize(fn *ssa.Function) *summarized {
	sum := &summarized{}
	for _, param := range fn.Params {
		sum.params = append(sum.params, param)
	}
	if fn.Blocks == nil || tooLarge(fn) {
		return sum
	}
	b := &body{prog: p, fn: fn, sum: sum, effects: make(map[ssa.Instruction]happens.Effect), test: p.inTest(fn.Pos())}
	p.bodies[fn] = b
	b.locks = lockset.Analyze(fn, b, b.prog.channels)
	sum.locks = b.exportable(b.locks.Effect)
	b.defers = cfg.Defers(fn)
	b.edges = happens.NewEdges(fn, p.Resolver)
	b.orders = happens.Analyze(fn, b.effect, b.edges.Of)
	sum.sync = b.orders.Effect.Map(func(p *place.Place) *place.Place {
		if !visible(p.Root) {
			return nil
		}
		return p
	}).Limit()
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			b.visit(instr)
		}
	}
	b.publish()
	b.leaveOnce()
	b.results()
	b.export()
	return sum
}

func tooLarge(fn *ssa.Function) bool {
	n := 0
	for _, b := range fn.Blocks {
		n += len(b.Instrs)
	}
	return n > maxInstrs
}

// exportable drops the locks that mean nothing to a caller.
func (b *body) exportable(e lockset.Effect) lockset.Effect {
	return e.Map(func(p *place.Place) *place.Place {
		if !visible(p.Root) {
			return nil
		}
		return p
	})
}

// visible reports whether a root means something outside its function.
func visible(root ssa.Value) bool {
	switch root.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Global, *place.Variable:
		return true
	}
	return false
}

// syncEffect returns what an instruction does that orders goroutines.
func (b *body) syncEffect(instr ssa.Instruction) happens.Effect {
	var e happens.Effect
	switch instr := instr.(type) {
	case *ssa.Go, *ssa.Defer:
		return e // not now
	case *ssa.RunDefers:
		for _, d := range b.defers[instr] {
			e = b.callSync(e, d)
		}
		return e
	case *ssa.Call:
		return b.callSync(e, instr)
	}
	for _, ev := range happens.Events(instr, b.prog.Resolver) {
		e = e.Add(ev)
	}
	return e
}

// callSync adds what a call does.
func (b *body) callSync(e happens.Effect, call ssa.CallInstruction) happens.Effect {
	callees := []callee{b.prog.callee(call.Common())}
	for _, fn := range b.prog.dynamic.Targets(call.Common()) {
		callees = append(callees, method(fn, call.Common()))
	}
	for _, c := range callees {
		if c.fn == nil {
			continue // not known
		}
		if sum, ok := b.prog.lookup(c.fn); ok {
			e = e.Union(sum.sync.Map(b.prog.mapper(sum, c)))
		}
	}
	for _, ev := range happens.Events(call, b.prog.Resolver) {
		e = e.Add(ev)
	}
	return e
}

// visit adds what an instruction does, and what its callee does.
func (b *body) visit(instr ssa.Instruction) {
	ev := event{instr: instr}
	switch instr := instr.(type) {
	case *ssa.Go:
		ev.accesses = b.spawn(instr)
	case *ssa.Call:
		ev.accesses = append(b.direct(instr, instr), b.call(instr, instr)...)
	case *ssa.Defer:
		return // when it runs
	case *ssa.RunDefers:
		for _, d := range b.defers[instr] {
			accesses := append(b.direct(instr, d), b.call(instr, d)...)
			if len(accesses) > 0 {
				b.events = append(b.events, event{instr, d, accesses})
			}
		}
	case *ssa.Return:
		ev.accesses = b.leaving(instr)
	default:
		ev.accesses = append(b.direct(instr, instr), b.kept(instr)...)
	}
	ev.accesses = append(ev.accesses, b.handlers(instr)...)
	if len(ev.accesses) > 0 {
		b.events = append(b.events, ev)
	}
}

// direct returns the accesses of an instruction itself, which happen when at
// runs.
func (b *body) direct(at, instr ssa.Instruction) []*access {
	var out []*access
	for _, t := range slices.Concat(touches(instr), b.fills(instr)) {
		if b.replaced(t.m, at) {
			continue // the goroutine took the map for itself
		}
		must, may := b.held(at)
		for _, m := range b.maps(t) {
			out = append(out, &access{
				place: m,
				kind:  t.kind,
				at:    b.prog.site(b.fn, position(instr)),
				must:  must,
				may:   may,
				order: b.orders.At(at),

				unlocked: b.locks.Before(at).Released,

				initial: t.kind == write && b.justMade(t.m, at),
				mutates: t.kind == write && mutates(instr),
				chosen:  b.chosen(instr),
			})
		}
	}
	return out
}

// maps returns the map of a touch, or those that it may be if one of them is a
// package variable:
//
//	suffixes := fs.Suffixes
//	if len(suffixes) == 0 { suffixes = DefaultSuffixes }
func (b *body) maps(t touch) []*place.Place {
	m := b.prog.Value(t.m)
	if t.pointer {
		return []*place.Place{b.prog.Deref(m)}
	}
	if len(t.path) > 0 {
		at, typ := m, t.m.Type()
		for _, i := range t.path {
			field := place.FieldOf(typ, i)
			at, typ = b.prog.Sub(at, i, field), field.Type()
		}
		return []*place.Place{b.prog.Deref(at)}
	}
	phi, ok := t.m.(*ssa.Phi)
	if !ok || m.Root != phi {
		return []*place.Place{m}
	}
	var out []*place.Place
	for _, edge := range phi.Edges {
		if at := b.prog.Value(edge); global(at.Root) && !slices.Contains(out, at) {
			out = append(out, at)
		}
	}
	return out
}

// position returns where an instruction stands.
func position(instr ssa.Instruction) token.Pos {
	if next, ok := instr.(*ssa.Next); ok {
		return next.Iter.Pos()
	}
	if call, ok := instr.(ssa.CallInstruction); ok && !instr.Pos().IsValid() {
		return call.Common().Pos()
	}
	return instr.Pos()
}

// results notes what the function returns.
func (b *body) results() {
	n := b.fn.Signature.Results().Len()
	if n == 0 {
		return
	}
	b.sum.results = make([]result, n)
	known := make([]bool, n)
	for _, block := range b.fn.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok || len(ret.Results) != n {
			continue // not an exit
		}
		for i, v := range ret.Results {
			if c, ok := v.(*ssa.Const); ok && c.Value == nil {
				continue // nil, with an error
			}
			r := result{fresh: b.fresh(v), made: b.made(v), lit: b.prog.literal(v)}
			if at := b.prog.Value(v); visible(at.Root) && referring(v.Type()) {
				r.place = at
			}
			old := &b.sum.results[i]
			if !known[i] {
				*old, known[i] = r, true
			} else if *old != r {
				*old = result{fresh: old.fresh && r.fresh, made: old.made && r.made}
			}
		}
	}
}

// referring reports whether a value of type t can lead to a map that others
// have too.
func referring(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Interface, *types.Signature, *types.Chan:
		return true
	}
	return false
}
