package cgoalloc

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

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
	structure      // a struct of Go's, whose fields are in memory at cell
	literal        // a function literal with its bindings
	outcome        // tells whether the allocation of an object succeeded
	truth          // a boolean constant
	lentValue      // memory that belongs to C
	frozen         // a variable that a deferred call has copied: the place of the copy
	choice         // the index of the chosen case of a select, in obj
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

// A closure is a function literal with the values of its free variables. It is
// shared by worlds and never changed.
type closure struct {
	fn    *ssa.Function
	bound []val
}

// String identifies a value among those of one function.
func (v val) String() string {
	if v.lit == nil {
		return fmt.Sprintf("%d %d %p %p %t %t %s %p", v.kind, v.obj, v.cell, v.part, v.bool, v.weak, v.name, v.sym)
	}
	return fmt.Sprintf("%d %p %v", v.kind, v.lit.fn, v.lit.bound)
}

// rename returns v with the object old named new.
func (v val) rename(old, new int) val {
	if (v.kind == pointer || v.kind == outcome) && v.obj == old {
		v.obj = new
	}
	if v.lit == nil || len(v.lit.bound) == 0 {
		return v
	}
	lit := &closure{fn: v.lit.fn}
	for _, b := range v.lit.bound {
		lit.bound = append(lit.bound, b.rename(old, new))
	}
	v.lit = lit
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
	in     *place.Place // the elements of a collection, of which it is one
	shown  *place.Place // the struct of Go's in which C saw it
	field  *types.Var   // of that struct
	cell   *place.Place // what Go sees of it
	status status       // what the call that made it was tested for
	parts  bool         // a field of a struct by value was released
	nonNil bool
}

// A pending is a deferred call with its evaluated arguments. Worlds share it.
type pending struct {
	instr *ssa.Defer
	lit   val
	args  []val
	slot  int // tells several of one instruction apart
}

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
	env    map[ssa.Value]val
	cells  typestate.Memory[val]
	wrote  map[*place.Place]write // where variables were set last, and by whom
	shared map[ssa.Value]bool     // variables that code which is not followed has the address of
	objs   map[int]object
	conds  symbol.State
	defers []pending
	nilled map[*place.Place]nilled // variables whose memory was lost to nil
	passed map[int]token.Pos       // objects that another goroutine got, and may use still
	tuples map[ssa.Value][]val     // results of calls, until they are extracted
	last   token.Pos               // of the last call
	round  token.Pos               // of the last call in the last round of a loop
	ret    []val
	retPos token.Pos

	signature string // where it entered the block
}

func newWorld() *world {
	return &world{env: make(map[ssa.Value]val), cells: make(typestate.Memory[val]), objs: make(map[int]object),
		wrote: make(map[*place.Place]write), shared: make(map[ssa.Value]bool), nilled: make(map[*place.Place]nilled), tuples: make(map[ssa.Value][]val)}
}

func (w *world) clone() *world {
	return &world{env: maps.Clone(w.env), cells: maps.Clone(w.cells), objs: maps.Clone(w.objs),
		conds: w.conds.Clone(), wrote: maps.Clone(w.wrote), shared: maps.Clone(w.shared), nilled: maps.Clone(w.nilled), passed: maps.Clone(w.passed), tuples: maps.Clone(w.tuples), defers: slices.Clone(w.defers),
		last: w.last, round: w.round}
}

// Signature identifies what the world knew where it entered its block.
func (w *world) Signature() string { return w.signature }

// Meet returns w: another world of its signature knows the same.
func (w *world) Meet(*world) *world { return w }

// Equal reports that two worlds of one signature know the same.
func (w *world) Equal(*world) bool { return true }

// key identifies what a world knows, for the set of worlds seen at a block.
// Variables that nothing refers to any more do not count.
func (w *world) key(live func(ssa.Value) bool, ids map[*symbol.Symbol]int) string {
	var parts []string
	reached := make(map[*place.Place]bool)
	for v, x := range w.env {
		if live(v) {
			parts = append(parts, fmt.Sprintf("%p=%v", v, x))
			w.reach(x, reached)
		}
	}
	for _, d := range w.defers {
		parts = append(parts, fmt.Sprintf("d%p %v %v", d.instr, d.lit, d.args))
		w.reach(d.lit, reached)
		for _, a := range d.args {
			w.reach(a, reached)
		}
	}
	for c, v := range w.cells {
		if _, local := c.Root.(*ssa.Alloc); !local {
			w.reach(v, reached) // others can reach it
			parts = append(parts, fmt.Sprintf("%d:%v", c.ID, v))
		}
	}
	for c := range reached {
		parts = append(parts, fmt.Sprintf("%d:%v", c.ID, w.cells[c]))
	}
	for v := range w.shared {
		parts = append(parts, fmt.Sprintf("s%p", v))
	}
	for id, o := range w.objs {
		parts = append(parts, fmt.Sprintf("#%d %d %t %t %p %p %d %t", id, o.phase, o.given, o.nonNil, o.in, o.shown, o.status, o.parts))
	}
	parts = append(parts, "?"+w.conds.Key(ids))
	slices.SortFunc(parts, cmp.Compare)
	return strings.Join(parts, "\n")
}

// reach adds the variables that v refers to, as far as something is known of them.
func (w *world) reach(v val, reached map[*place.Place]bool) {
	if v.kind != isNil && v.cell != nil {
		for q, x := range w.cells {
			if q.Within(v.cell) && !reached[q] {
				reached[q] = true
				w.reach(x, reached)
			}
		}
	}
	if v.lit != nil {
		for _, b := range v.lit.bound {
			w.reach(b, reached)
		}
	}
}

// forget drops the registers of a literal that has returned.
func (w *world) forget(fn *ssa.Function) {
	maps.DeleteFunc(w.env, func(v ssa.Value, _ val) bool { return v.Parent() == fn })
	maps.DeleteFunc(w.tuples, func(v ssa.Value, _ []val) bool { return v.Parent() == fn })
}

// set changes the phase of an object.
func (w *world) set(id int, p phase, pos token.Pos) {
	o := w.objs[id]
	o.phase, o.pos = p, pos
	w.objs[id] = o
}

// renew names an object anew, wherever the world knows it.
func (w *world) renew(old, new int) {
	for k, v := range w.env {
		w.env[k] = v.rename(old, new)
	}
	for k, v := range w.cells {
		w.cells[k] = v.rename(old, new)
	}
	for k, t := range w.tuples {
		w.tuples[k] = renameAll(t, old, new)
	}
	for i, d := range w.defers {
		d.lit, d.args = d.lit.rename(old, new), renameAll(d.args, old, new)
		w.defers[i] = d
	}
}

func renameAll(vals []val, old, new int) []val {
	out := make([]val, len(vals))
	for i, v := range vals {
		out[i] = v.rename(old, new)
	}
	return out
}
