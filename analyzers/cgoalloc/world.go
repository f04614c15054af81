package cgoalloc

import (
	"go/token"
	"go/types"
	"iter"
	"maps"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/intmap"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/symbol"
	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

// A kind says what is known of a value.
type kind int

const (
	unknown   kind = iota
	isNil          // the nil pointer
	pointer        // into an object
	address        // of a variable, or a slice of it
	structure      // a struct or an array of Go's, whose parts are in memory at cell
	literal        // a function literal with its bindings
	outcome        // tells whether the allocation of an object succeeded
	truth          // a boolean constant
	lentValue      // memory that belongs to C
	frozen         // a variable that a deferred call has copied: the place of the copy
	named          // the value of a symbol, of which the conditions know
)

// A val is an abstract value.
type val struct {
	kind kind
	obj  int            // of pointer and outcome
	cell *place.Place   // of address, structure and frozen; of isNil, the variable it was loaded from; of a pointer, what Go sees there
	lit  *closure       // of literal
	bool bool           // of truth
	name string         // of lentValue: the C function
	part *types.Var     // of a pointer: the field of a struct by value that holds it
	sym  *symbol.Symbol // of named
	dyn  types.Type     // the type of a value that is in an interface
	weak bool           // of a pointer: it is to some element of a collection
}

// A closure is a function literal with the values of its free variables.
type closure = typestate.Closure[val]

// Weight identifies a value among those of one function.
func (v val) Weight(any) uint64 {
	h := uint64(v.kind)
	if v.lit != nil {
		return intmap.Mix(h, v.lit.Weight()) | 1
	}
	h = intmap.Mix(h, uint64(v.obj))
	if v.cell != nil {
		h = intmap.Mix(h, 1+uint64(v.cell.ID))
	}
	if v.part != nil {
		h = intmap.Mix(h, 2+uint64(v.part.Pos()))
	}
	if v.bool {
		h = intmap.Mix(h, 3)
	}
	if v.weak {
		h = intmap.Mix(h, 4)
	}
	if v.sym != nil {
		h = intmap.Mix(h, 5+uint64(v.sym.Number()))
	}
	for i := range len(v.name) {
		h = intmap.Mix(h, uint64(v.name[i]))
	}
	return h | 1
}

// rename returns v with the object old named new. What Go sees there is the next one's.
func (v val) rename(old, new int) val {
	if (v.kind == pointer || v.kind == outcome) && v.obj == old {
		v.obj, v.cell = new, nil
	}
	if v.lit != nil {
		v.lit = v.lit.Map(func(b val) val { return b.rename(old, new) })
	}
	return v
}

// A phase is the typestate of an object.
type phase int

const (
	owned    phase = iota // by the function at hand
	released              // freed
	handed                // given to C with a destructor
	gone                  // somebody else may own it: silent
	lentArg               // a parameter, which belongs to the caller
)

// An object is the memory of one allocation site in one world.
type object struct {
	phase  phase
	pos    token.Pos    // of the last change of phase
	by     freer        // that released it
	lost   token.Pos    // of the last call of the round of a loop that lost it
	given  bool         // a C function that may keep it was called with it
	taker  string       // a C function that may have taken it, see mayTake
	in     *place.Place // the elements of a collection, of which it is one
	shown  *place.Place // the struct of Go's in which C saw it
	field  *types.Var   // of that struct
	cell   *place.Place // what Go sees of it
	status status       // what the call that made it was tested for
	parts  bool         // a field of a struct by value, or an element of its collection, was released
	nonNil bool
}

// Weight identifies the typestate of an object.
func (o object) Weight(any) uint64 {
	h := uint64(o.phase)<<8 | uint64(o.status)<<16
	for i, flag := range []bool{o.given, o.nonNil, o.parts} {
		if flag {
			h |= 1 << i
		}
	}
	for i := range len(o.taker) {
		h = intmap.Mix(h, uint64(o.taker[i]))
	}
	for _, p := range []*place.Place{o.in, o.shown} {
		h = intmap.Mix(h, 0)
		if p != nil {
			h = intmap.Mix(h, 1+uint64(p.ID))
		}
	}
	return h | 1
}

// An objects is the objects of a world, by their numbers.
type objects struct{ m intmap.Map[id, object] }

type id int

// Number is the number of a site.
func (n id) Number() uint32 { return uint32(n) }

// At returns an object, the zero one if the world has none of that number.
func (os objects) At(n int) object {
	o, _ := os.m.Get(id(n))
	return o
}

// Get returns an object, and whether the world has it.
func (os objects) Get(n int) (object, bool) { return os.m.Get(id(n)) }

// Set puts an object into the world.
func (os *objects) Set(n int, o object) { os.m.Set(id(n), o) }

// Delete takes an object out of the world.
func (os *objects) Delete(n int) { os.m.Delete(id(n)) }

// All yields the objects in the order of their numbers.
func (os objects) All() iter.Seq2[int, object] {
	return func(yield func(int, object) bool) {
		for n, o := range os.m.All() {
			if !yield(int(n), o) {
				return
			}
		}
	}
}

// A deferred is a deferred call of a literal or a method.
type deferred = typestate.Deferred[val]

// A write is the last assignment to a variable.
type write struct {
	pos token.Pos
	c   string // the C function that was given the address, "" for an assignment
}

// A nilled is the object that a variable held before it was set to nil.
type nilled struct {
	obj int
	pos token.Pos
}

// A world is what is known on one path.
type world struct {
	typestate.Path[val]
	wrote  map[*place.Place]write // where variables were set last, and by whom
	shared map[ssa.Value]bool     // variables that code which is not followed has the address of
	objs   objects
	nilled map[*place.Place]nilled // variables whose memory was lost to nil
	passed map[int]token.Pos       // objects that another goroutine got, and may use still
	last   token.Pos               // of the last call
	round  token.Pos               // of the last call in the last round of a loop
	ret    []val
	retPos token.Pos
}

func newWorld() *world {
	return &world{Path: typestate.Path[val]{Env: typestate.NewEnv[val](typestate.NewRegisters())},
		wrote: make(map[*place.Place]write), shared: make(map[ssa.Value]bool), nilled: make(map[*place.Place]nilled)}
}

// Clone returns a world that may be changed.
func (w *world) Clone() *world {
	return &world{Path: w.Path, objs: w.objs,
		wrote: maps.Clone(w.wrote), shared: maps.Clone(w.shared), nilled: maps.Clone(w.nilled), passed: maps.Clone(w.passed),
		last: w.last, round: w.round}
}

// Meet returns w: another world of its signature knows the same.
func (w *world) Meet(*world) *world { return w }

// Equal reports that two worlds of one signature know the same.
func (w *world) Equal(*world) bool { return true }

// Signature identifies what a world knows. Variables that nothing refers to any more do
// not count.
func (w *world) Signature() uint64 {
	reached := make(map[*place.Place]bool)
	for _, x := range w.Env.All() {
		w.reach(x, reached)
	}
	for _, d := range w.Defers {
		for _, v := range append([]val{d.Func}, d.Args...) {
			w.reach(v, reached)
		}
	}
	for c, v := range w.Mem.All() {
		if _, local := c.Root.(*ssa.Alloc); !local {
			w.reach(v, reached) // others can reach it
			reached[c] = true
		}
	}
	var cells uint64
	for c := range reached {
		cells += intmap.Mix(uint64(c.ID), w.Mem.At(c).Weight(c))
	}
	var shared uint64
	for v := range w.shared {
		shared += intmap.Mix(1, uint64(w.Env.Number(v)))
	}
	h := w.objs.m.Sum()
	for _, x := range []uint64{w.Env.Sum(), w.Control(), cells, shared, w.Conds.Sum()} {
		h = intmap.Mix(h, x)
	}
	return h
}

// reach adds the variables that v refers to, as far as something is known of them.
func (w *world) reach(v val, reached map[*place.Place]bool) {
	if v.kind != isNil && v.cell != nil {
		for q, x := range w.Mem.All() {
			if q.Within(v.cell) && !reached[q] {
				reached[q] = true
				w.reach(x, reached)
			}
		}
	}
	if v.lit != nil {
		for _, b := range v.lit.Bound {
			w.reach(b, reached)
		}
	}
}

// set changes the phase of an object.
func (w *world) set(id int, p phase, pos token.Pos) {
	o := w.objs.At(id)
	o.phase, o.pos = p, pos
	w.objs.Set(id, o)
}

// renew names an object anew, wherever the world knows it.
func (w *world) renew(old, new int) {
	w.Env.Update(func(_ *typestate.Register, v val) val { return v.rename(old, new) })
	w.Mem.Update(func(_ *place.Place, v val) val { return v.rename(old, new) })
	w.UpdateDefers(func(v val) val { return v.rename(old, new) })
}
