package cgoalloc

import (
	"cmp"
	"fmt"
	"go/token"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A kind says what is known of a value.
type kind int

const (
	unknown   kind = iota
	isNil          // the nil pointer
	pointer        // into an object
	address        // of a local variable
	literal        // a function literal with its bindings
	outcome        // tells whether the allocation of an object succeeded
	truth          // a boolean constant
	lentValue      // memory that belongs to C
)

// A val is an abstract value.
type val struct {
	kind kind
	obj  int        // of pointer and outcome
	cell *ssa.Alloc // of address
	lit  *closure   // of literal
	bool bool       // of truth
	name string     // of lentValue: the C function
}

// A closure is a function literal with the values of its free variables.
type closure struct {
	fn    *ssa.Function
	bound []val
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
	pos    token.Pos // of the last change of phase
	given  bool      // a C function that may keep it was called with it
	nonNil bool
}

// A pending is a deferred call with its evaluated arguments.
type pending struct {
	instr *ssa.Defer
	lit   *closure
	args  []val
}

// A world is what is known on one path.
type world struct {
	env    map[ssa.Value]val
	cells  map[*ssa.Alloc]val
	objs   map[int]object
	conds  map[string]bool
	early  map[*ssa.Alloc]token.Pos // cells whose nil a deferred free has captured
	defers []pending
	tuples map[ssa.Value][]val // results of calls, until they are extracted
	ret    []val
	retPos token.Pos
}

func newWorld() *world {
	return &world{env: make(map[ssa.Value]val), cells: make(map[*ssa.Alloc]val), objs: make(map[int]object),
		conds: make(map[string]bool), early: make(map[*ssa.Alloc]token.Pos), tuples: make(map[ssa.Value][]val)}
}

func (w *world) clone() *world {
	return &world{env: maps.Clone(w.env), cells: maps.Clone(w.cells), objs: maps.Clone(w.objs),
		conds: maps.Clone(w.conds), early: maps.Clone(w.early), tuples: maps.Clone(w.tuples), defers: slices.Clone(w.defers)}
}

// key identifies what a world knows, for the set of worlds seen at a block.
func (w *world) key(live func(ssa.Value) bool) string {
	var parts []string
	for v, x := range w.env {
		if live(v) {
			parts = append(parts, fmt.Sprintf("%p=%v", v, x))
		}
	}
	for c, x := range w.cells {
		parts = append(parts, fmt.Sprintf("%p:%v", c, x))
	}
	for id, o := range w.objs {
		parts = append(parts, fmt.Sprintf("#%d %d %t %t", id, o.phase, o.given, o.nonNil))
	}
	for c, b := range w.conds {
		parts = append(parts, fmt.Sprintf("?%s %t", c, b))
	}
	for _, d := range w.defers {
		parts = append(parts, fmt.Sprintf("d%p %v", d.instr, d.args))
	}
	slices.SortFunc(parts, cmp.Compare)
	return strings.Join(parts, "\n")
}

// set changes the phase of an object.
func (w *world) set(id int, p phase, pos token.Pos) {
	o := w.objs[id]
	o.phase, o.pos = p, pos
	w.objs[id] = o
}

// escape gives up the object that v points to.
func (w *world) escape(v val, pos token.Pos) {
	switch v.kind {
	case pointer:
		if o := w.objs[v.obj]; o.phase == owned || o.phase == lentArg {
			w.set(v.obj, gone, pos)
		}
	case address:
		w.escape(w.cells[v.cell], pos)
		w.cells[v.cell] = val{}
	case literal:
		for _, b := range v.lit.bound {
			w.escape(b, pos)
		}
	}
}
