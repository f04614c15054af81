// Package happens tells what orders goroutines: which objects (channels, WaitGroups,
// condition variables, atomics) a point of a function has surely acquired, and which its
// goroutine has released before or will release after. What happened before a release
// happens before what comes after an acquire of the same object (Lamport, 1978; the Go
// memory model).
package happens

import (
	"cmp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// MaxObjects bounds the sets of objects in the effect that callers see.
const MaxObjects = 24

// Objects is a set of objects, sorted by ID. Objects are not changed once they
// are made.
type Objects []*place.Place

func compareID(a, b *place.Place) int { return cmp.Compare(a.ID, b.ID) }

// Has reports whether p is in the set.
func (o Objects) Has(p *place.Place) bool {
	_, ok := slices.BinarySearchFunc(o, p, compareID)
	return ok
}

// With returns the set with p.
func (o Objects) With(p *place.Place) Objects {
	if p == nil {
		return o
	}
	i, ok := slices.BinarySearchFunc(o, p, compareID)
	if ok {
		return o
	}
	return slices.Insert(slices.Clone(o), i, p)
}

// Union returns what is in one of the sets.
func (o Objects) Union(q Objects) Objects {
	if len(o) < len(q) {
		o, q = q, o
	}
	if o.includes(q) {
		return o // as in most rounds of a dataflow
	}
	out := make(Objects, 0, len(o)+len(q))
	for len(o) > 0 && len(q) > 0 {
		switch c := compareID(o[0], q[0]); {
		case c < 0:
			out, o = append(out, o[0]), o[1:]
		case c > 0:
			out, q = append(out, q[0]), q[1:]
		default:
			out, o, q = append(out, o[0]), o[1:], q[1:]
		}
	}
	return append(append(out, o...), q...)
}

// includes reports whether all of q is in o.
func (o Objects) includes(q Objects) bool {
	for _, p := range q {
		for len(o) > 0 && o[0].ID < p.ID {
			o = o[1:]
		}
		if len(o) == 0 || o[0] != p {
			return false
		}
	}
	return true
}

// normal sorts a set and drops doubles.
func normal(o Objects) Objects {
	slices.SortFunc(o, compareID)
	return slices.Compact(o)
}

// Intersect returns what is in both sets.
func (o Objects) Intersect(q Objects) Objects {
	var out Objects
	for _, p := range o {
		if q.Has(p) {
			out = append(out, p)
		}
	}
	return out
}

// Map returns the set with each object replaced, less those that f maps to nil.
func (o Objects) Map(f func(*place.Place) *place.Place) Objects {
	if len(o) == 0 {
		return nil
	}
	out := make(Objects, 0, len(o))
	for _, p := range o {
		if q := f(p); q != nil {
			out = append(out, q)
		}
	}
	return normal(out)
}

// An Effect is what a function does that orders goroutines.
type Effect struct {
	// Acquires and Releases are the objects that some path acquires or releases.
	Acquires, Releases Objects
	// Waits are the objects whose goroutines some path waits for.
	Waits Objects
	// Any is set if some path waits for something that is not known.
	Any bool
}

// Map returns the effect with each object replaced.
func (e Effect) Map(f func(*place.Place) *place.Place) Effect {
	return Effect{e.Acquires.Map(f), e.Releases.Map(f), e.Waits.Map(f), e.Any}
}

// Limit returns the effect with no more than [MaxObjects] objects in each set.
func (e Effect) Limit() Effect {
	limit := func(o Objects) Objects { return o[:min(len(o), MaxObjects):min(len(o), MaxObjects)] }
	return Effect{limit(e.Acquires), limit(e.Releases), limit(e.Waits), e.Any}
}

// Equal reports whether two effects are the same.
func (e Effect) Equal(o Effect) bool {
	return slices.Equal(e.Acquires, o.Acquires) && slices.Equal(e.Releases, o.Releases) && slices.Equal(e.Waits, o.Waits) && e.Any == o.Any
}

// Empty reports whether the effect is none.
func (e Effect) Empty() bool {
	return len(e.Acquires) == 0 && len(e.Releases) == 0 && len(e.Waits) == 0 && !e.Any
}

// Union returns what one of the effects does.
func (e Effect) Union(o Effect) Effect {
	return Effect{e.Acquires.Union(o.Acquires), e.Releases.Union(o.Releases), e.Waits.Union(o.Waits), e.Any || o.Any}
}

// Add returns the effect with one more event.
func (e Effect) Add(ev Event) Effect {
	if ev.Acquire && ev.Object == nil {
		e.Any = true
	}
	if ev.Wait {
		e.Waits = e.Waits.With(ev.Object)
	}
	if ev.Acquire {
		e.Acquires = e.Acquires.With(ev.Object)
	}
	if ev.Release {
		e.Releases = e.Releases.With(ev.Object)
	}
	return e
}

// An Order tells what a goroutine has done, since it began, that orders a
// point of it against other goroutines.
type Order struct {
	// Acquired was acquired on every path before.
	Acquired Objects
	// Before and After were, or will be, released on some path.
	Before, After Objects
	// Waited is set if every path before has waited for something that is not
	// known.
	Waited bool
}

// Map returns the order with each object replaced.
func (o Order) Map(f func(*place.Place) *place.Place) Order {
	return Order{o.Acquired.Map(f), o.Before.Map(f), o.After.Map(f), o.Waited}
}

// Within returns the order of a point inside a call, given that of the call.
func (o Order) Within(call Order) Order {
	return Order{o.Acquired.Union(call.Acquired), o.Before.Union(call.Before), o.After.Union(call.After), o.Waited || call.Waited}
}

// Precedes reports whether what happens at o happens before what happens at p
// in another goroutine that was started earlier or later: p has acquired an
// object that o's goroutine released after o, and not already before.
func (o Order) Precedes(p Order) bool {
	if p.Waited {
		return true // for what, nobody sees
	}
	for _, obj := range p.Acquired {
		if o.After.Has(obj) && !o.Before.Has(obj) {
			return true
		}
	}
	return false
}

// Orders holds the order of each point of one function.
type Orders struct {
	fn     *ssa.Function
	effect func(instr ssa.Instruction) Effect
	edge   func(from, to *ssa.BasicBlock) []Event
	orders map[ssa.Instruction]Order
	// Effect is that of the whole function.
	Effect Effect
}

// state is a point of the dataflow: must for acquires, may for releases.
type state struct {
	reached  bool
	acquired Objects
	released Objects
	waited   bool
}

type lattice struct{}

func (lattice) Ident() state { return state{} }

func (lattice) Equals(a, b state) bool {
	return a.reached == b.reached && slices.Equal(a.acquired, b.acquired) && slices.Equal(a.released, b.released) && a.waited == b.waited
}

func (lattice) Merge(a, b state) state {
	switch {
	case !a.reached:
		return b
	case !b.reached:
		return a
	}
	return state{true, a.acquired.Intersect(b.acquired), a.released.Union(b.released), a.waited && b.waited}
}

// Analyze computes the order of each point of fn. effect tells what an
// instruction does, and edge what an edge acquires.
func Analyze(fn *ssa.Function, effect func(ssa.Instruction) Effect, edge func(from, to *ssa.BasicBlock) []Event) *Orders {
	o := &Orders{fn: fn, effect: effect, edge: edge}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			o.Effect = o.Effect.Union(effect(instr))
		}
		for _, succ := range b.Succs {
			for _, ev := range edge(b, succ) {
				o.Effect = o.Effect.Add(ev)
			}
		}
	}
	return o
}

// At returns the order of an instruction. The dataflow runs when it is first
// asked for.
func (o *Orders) At(instr ssa.Instruction) Order {
	if o.Effect.Empty() {
		return Order{}
	}
	if o.orders == nil {
		o.solve()
	}
	return o.orders[instr]
}

func (o *Orders) solve() {
	o.orders = make(map[ssa.Instruction]Order)
	in := cfg.Forward[lattice](o.fn, state{reached: true}, func(from, to *ssa.BasicBlock, s state) state {
		if !s.reached {
			return s
		}
		for _, instr := range from.Instrs {
			s = s.after(o.effect(instr))
		}
		for _, ev := range o.edge(from, to) {
			if ev.Acquire {
				s.acquired = s.acquired.With(ev.Object)
				s.waited = s.waited || ev.Object == nil
			}
		}
		return s
	})
	after := o.later()
	for _, b := range o.fn.Blocks {
		s := in[b.Index]
		if !s.reached {
			continue // dead
		}
		later := after[b.Index]
		for _, instr := range slices.Backward(b.Instrs) {
			later = later.Union(o.effect(instr).Releases)
			o.orders[instr] = Order{After: later}
		}
		for _, instr := range b.Instrs {
			o.orders[instr] = Order{s.acquired, s.released, o.orders[instr].After, s.waited}
			s = s.after(o.effect(instr))
		}
	}
}

func (s state) after(e Effect) state {
	s.acquired = s.acquired.Union(e.Acquires)
	s.released = s.released.Union(e.Releases)
	return s
}

// later returns, for each block, what may be released after it.
func (o *Orders) later() []Objects {
	own := make([]Objects, len(o.fn.Blocks))
	for _, b := range o.fn.Blocks {
		for _, instr := range b.Instrs {
			own[b.Index] = own[b.Index].Union(o.effect(instr).Releases)
		}
	}
	out := make([]Objects, len(o.fn.Blocks))
	for changed := true; changed; {
		changed = false
		for _, b := range slices.Backward(o.fn.Blocks) {
			n := out[b.Index]
			for _, succ := range b.Succs {
				n = n.Union(own[succ.Index]).Union(out[succ.Index])
			}
			if len(n) != len(out[b.Index]) {
				out[b.Index], changed = n, true
			}
		}
	}
	return out
}
