package mapaccess

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

// A Function is one function with everything that happens in it, and in what it
// calls, in order of its instructions.
type Function struct {
	Pkg        *Package
	Fn         *ssa.Function
	Locks      *lockset.Locks
	orders     *happens.Orders
	edges      *happens.Edges
	Events     []Event
	Defers     map[*ssa.RunDefers][]*ssa.Defer
	Sum        *Summary
	stores     []*ssa.Store          // see storesTo
	gates      []gate                // see openGates
	taken      map[*place.Place]bool // see Takes
	effects    map[ssa.Instruction]happens.Effect
	cycles     map[*ssa.BasicBlock]map[*ssa.BasicBlock]bool // see answered
	transitive *transitive                                  // see relays
	flags      map[*place.Place][]ssa.Instruction           // see setFlags
	Test       bool                                         // the function is in a file of tests
}

// An Event is an instruction with the accesses that it makes.
type Event struct {
	Instr    ssa.Instruction
	Deferred *ssa.Defer // the deferred call, if instr runs it
	Accesses []*Access
}

// Value returns the place that a value which is a lock stands for. With Effect it makes a
// Function the model of package lockset.
func (b *Function) Value(v ssa.Value) *place.Place { return b.original(b.Pkg.Value(v)) }

// Effect returns what a call does to locks.
func (b *Function) Effect(call ssa.CallInstruction) (lockset.Effect, bool) {
	if _, ok := call.(*ssa.Go); ok {
		return lockset.Effect{}, false
	}
	c := b.Pkg.callee(call.Common())
	if c.Fn == nil {
		return lockset.Effect{}, false
	}
	if lockset.IsSync(c.Fn, "Once", "Do") && len(c.args) > 0 {
		return b.Pkg.onceEffect(c.args[0])
	}
	sum, ok := b.Pkg.lookup(c.Fn)
	if !ok || sum.locks.Empty() {
		return lockset.Effect{}, false
	}
	return sum.locks.Map(b.Pkg.mapper(sum, c)), true
}

// mapper maps places of a callee to those of the caller.
func (p *Package) mapper(sum *Summary, c callee) func(*place.Place) *place.Place {
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
func (p *Package) summarize(fn *ssa.Function) *Summary {
	sum := &Summary{}
	for _, param := range fn.Params {
		sum.params = append(sum.params, param)
	}
	if fn.Blocks == nil || tooLarge(fn) {
		return sum
	}
	b := &Function{Pkg: p, Fn: fn, Sum: sum, effects: make(map[ssa.Instruction]happens.Effect), Test: p.InTest(fn.Pos())}
	p.Functions[fn] = b
	b.Locks = lockset.Analyze(fn, b, b.Pkg.channels)
	sum.locks = b.exportable(b.Locks.Effect)
	b.Defers = cfg.Defers(fn)
	b.edges = happens.NewEdges(fn, p.Resolver)
	b.orders = happens.Analyze(fn, b.effect, b.edges.Of)
	sum.Sync = b.orders.Effect.Map(func(p *place.Place) *place.Place {
		if !Visible(p.Root) {
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
	sum.contents = b.contents()
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
func (b *Function) exportable(e lockset.Effect) lockset.Effect {
	return e.Map(func(p *place.Place) *place.Place {
		if !Visible(p.Root) {
			return nil
		}
		return p
	})
}

// Visible reports whether a root means something outside its function.
func Visible(root ssa.Value) bool {
	switch root.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Global, *place.Variable:
		return true
	}
	return false
}

// syncEffect returns what an instruction does that orders goroutines.
func (b *Function) syncEffect(instr ssa.Instruction) happens.Effect {
	var e happens.Effect
	switch instr := instr.(type) {
	case *ssa.Go, *ssa.Defer:
		return e // not now
	case *ssa.RunDefers:
		for _, d := range b.Defers[instr] {
			e = b.CallSync(e, d)
		}
		return e
	case *ssa.Call:
		return b.CallSync(e, instr)
	}
	for _, ev := range happens.Events(instr, b.Pkg.Resolver) {
		e = e.Add(ev)
	}
	return e
}

// CallSync adds what a call does.
func (b *Function) CallSync(e happens.Effect, call ssa.CallInstruction) happens.Effect {
	targets, _ := b.Pkg.targets(call.Common())
	callees := append(targets, b.Pkg.callee(call.Common()))
	for _, c := range callees {
		if c.Fn == nil {
			continue // not known
		}
		if sum, ok := b.Pkg.lookup(c.Fn); ok {
			e = e.Union(sum.Sync.Map(b.Pkg.mapper(sum, c)))
		}
	}
	for _, ev := range happens.Events(call, b.Pkg.Resolver) {
		e = e.Add(ev)
	}
	return e
}

// visit adds what an instruction does, and what its callee does.
func (b *Function) visit(instr ssa.Instruction) {
	ev := Event{Instr: instr}
	switch instr := instr.(type) {
	case *ssa.Go:
		ev.Accesses = b.spawn(instr)
	case *ssa.Call:
		ev.Accesses = append(b.direct(instr, instr), b.call(instr, instr)...)
	case *ssa.Defer:
		return // when it runs
	case *ssa.RunDefers:
		for _, d := range b.Defers[instr] {
			accesses := append(b.direct(instr, d), b.call(instr, d)...)
			if len(accesses) > 0 {
				b.Events = append(b.Events, Event{instr, d, accesses})
			}
		}
	case *ssa.Return:
		ev.Accesses = b.leaving(instr)
	default:
		ev.Accesses = append(b.direct(instr, instr), b.kept(instr)...)
	}
	ev.Accesses = append(ev.Accesses, b.handlers(instr)...)
	if len(ev.Accesses) > 0 {
		b.Events = append(b.Events, ev)
	}
}

// direct returns the accesses of an instruction itself, which happen when at
// runs.
func (b *Function) direct(at, instr ssa.Instruction) []*Access {
	var out []*Access
	for _, t := range slices.Concat(touches(instr), b.fills(instr)) {
		if b.replaced(t.m, at) {
			continue // the goroutine took the map for itself
		}
		must, may := b.held(at)
		for _, m := range b.maps(t) {
			out = append(out, &Access{
				Place: m,
				Kind:  t.kind,
				At:    b.Pkg.Site(b.Fn, Position(instr)),
				Must:  must,
				May:   may,
				Order: b.orders.At(at).Map(func(obj *place.Place) *place.Place {
					if leadsTo(obj, m) && !IsChan(obj) {
						return nil // the map was published there before
					}
					return obj
				}),

				unlocked: b.Locks.Before(at).Released,

				Initial: b.justMade(t.m, at),
				Mutates: t.kind == Write && mutates(instr),
				Refuses: refuses(instr),

				Presumes: presumes(instr),
				Gated:    b.gated(at, m),
				Choice:   b.choice(t.m),
				Chosen:   b.Chosen(instr),
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
func (b *Function) maps(t touch) []*place.Place {
	m := b.Pkg.Value(t.m)
	if t.pointer {
		return []*place.Place{b.Pkg.Deref(m)}
	}
	if len(t.path) > 0 {
		at, typ := m, t.m.Type()
		for ptr, ok := typ.Underlying().(*types.Pointer); ok; ptr, ok = typ.Underlying().(*types.Pointer) {
			if _, more := ptr.Elem().Underlying().(*types.Pointer); !more {
				break
			}
			at, typ = b.Pkg.Deref(at), ptr.Elem() // of a variable that is a pointer
		}
		start := typ
		for _, i := range t.path {
			field := place.FieldOf(typ, i)
			if _, ok := typ.Underlying().(*types.Pointer); ok && typ != start {
				at = b.Pkg.Deref(at) // an encoder follows it
			}
			at, typ = b.Pkg.Sub(at, i, field), field.Type()
		}
		return []*place.Place{b.Pkg.Deref(at)}
	}
	phi, ok := t.m.(*ssa.Phi)
	if !ok || m.Root != phi {
		return []*place.Place{m}
	}
	var out []*place.Place
	for _, edge := range phi.Edges {
		if at := b.Pkg.Value(edge); Global(at.Root) && !slices.Contains(out, at) {
			out = append(out, at)
		}
	}
	return out
}

// Position returns where an instruction stands.
func Position(instr ssa.Instruction) token.Pos {
	if next, ok := instr.(*ssa.Next); ok {
		return next.Iter.Pos()
	}
	if call, ok := instr.(ssa.CallInstruction); ok && !instr.Pos().IsValid() {
		return call.Common().Pos()
	}
	return instr.Pos()
}

// results notes what the function returns.
func (b *Function) results() {
	n := b.Fn.Signature.Results().Len()
	if n == 0 {
		return
	}
	b.Sum.results = make([]result, n)
	known := make([]bool, n)
	for _, block := range b.Fn.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok || len(ret.Results) != n || block == b.Fn.Recover {
			continue // not an exit, or after a panic
		}
		for i, v := range ret.Results {
			if c, ok := v.(*ssa.Const); ok && c.Value == nil {
				continue // nil, with an error
			}
			r := result{fresh: b.fresh(v), made: b.made(v), lit: b.Pkg.literal(v), dynamic: b.Pkg.dynamicOf(v, 0)}
			switch at := b.copied(v); {
			case b.replaced(v, ret):
				r.fresh, r.made = true, true // it was taken out
			case Visible(at.Root) && (referring(v.Type()) || b.copies(v)):
				r.place = at
			case at.Parent == nil:
				r.root = at.Root
			}
			old := &b.Sum.results[i]
			if !known[i] {
				*old, known[i] = r, true
			} else if *old != r {
				*old = result{fresh: old.fresh && r.fresh, made: old.made && r.made}
			}
		}
	}
}

// copied returns the place that a value stands for, which may be a struct in a variable: a
// copy of another.
func (b *Function) copied(v ssa.Value) *place.Place {
	at := b.Pkg.Value(v)
	if local, ok := at.Root.(*ssa.Alloc); ok && at.Parent == nil && b.copies(v) {
		if of := b.Pkg.CopyOf(local); of != nil {
			return of
		}
	}
	return at
}

// copies reports whether a value is a copy of a struct, whose maps are those of the original.
func (b *Function) copies(v ssa.Value) bool {
	_, ok := v.Type().Underlying().(*types.Struct)
	return ok && b.Pkg.relevant(v.Type())
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
