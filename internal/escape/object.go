package escape

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Kind says what a stack object is.
type Kind string

// The kinds of stack objects, in the words of the compiler's own names.
const (
	Named    Kind = "variable" // a local variable, parameter or result
	Array    Kind = "array"    // of variadic arguments, of a slice literal, of make
	Closure  Kind = "closure"  // what a function literal captures
	Literal  Kind = "value"    // &T{}, new(T), an operand that the runtime needs the address of
	Map      Kind = "map"      // the header of a map
	Group    Kind = "mapgroup" // the first entries of a map
	Iterator Kind = "mapiter"  // of a range over a map
	Select   Kind = "select"   // the cases of a select
	Backing  Kind = "backing"  // of append, or make of a variable length
)

// An Object is a predicted stack object.
type Object struct {
	Fn   *ssa.Function
	Pos  token.Pos
	Kind Kind
	// Name is the variable's, "" for a temporary.
	Name string
	// Type is nil where it has no name in Go.
	Type types.Type
	// Size is in bytes, on a 64-bit machine.
	Size int64
	// Shared temporaries of one type and function have one place in turn.
	Shared bool
	// Copied variables are captured by value: literals hold no pointer to them.
	Copied bool
	// Value is what points to the object or is stored in it, nil for an
	// operand.
	Value ssa.Value
}

// A temp is a temporary that becomes an object if its location stays.
type temp struct {
	Object
	fn  *ssa.Function
	loc int // or none, if it always stays
}

// objects returns the stack objects of the unit, sorted by position.
func (u *unit) objects() []Object {
	if u.found != nil {
		return u.found
	}
	for _, t := range u.temps {
		if t.loc != none && u.locs[t.loc].escapes {
			continue // on the heap
		}
		if t.Kind == Closure && t.loc != none {
			t.Shared = !u.locs[t.loc].persists
		}
		t.Object.Fn = t.fn
		u.found = append(u.found, t.Object)
	}
	u.operands()
	u.found = append(u.found, u.growing()...)
	for _, a := range u.allocs {
		if o, ok := u.allocated(a); ok {
			u.found = append(u.found, o)
		}
	}
	u.found = u.reuse(u.found)
	slices.SortStableFunc(u.found, func(a, b Object) int {
		return cmp.Or(cmp.Compare(a.Fn.Pos(), b.Fn.Pos()), cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return u.found
}

// allocated returns the object of an alloc, if it is one.
func (u *unit) allocated(a *ssa.Alloc) (Object, bool) {
	t := elem(a)
	l := u.locs[u.storage[a]]
	if l.escapes || !hasPointers(t) {
		return Object{}, false
	}
	use := u.uses[a]
	addressed := use.addressed || use.captured && !u.byValue[a] || u.taken[a]
	o := Object{Fn: a.Parent(), Pos: a.Pos(), Type: t, Size: sizeof(t), Copied: u.byValue[a], Value: a}
	if v := u.syntax.of(a); v != nil {
		o.Kind, o.Name = Named, a.Comment
		return o, addressed
	}
	switch a.Comment {
	case "new":
		o.Kind = Literal
		return o, true
	case "complit":
		o.Kind = Literal
		if _, ok := t.Underlying().(*types.Array); ok {
			o.Kind = Array
		}
		return o, a.Heap && use.addressed
	case "slicelit", "varargs", "makeslice":
		o.Kind = Array
		o.Shared = a.Comment != "makeslice" && !l.persists
		return o, a.Comment != "varargs" || !onlyAppended(a)
	}
	return Object{}, false
}

// onlyAppended reports whether an argument list is append's: it needs no array.
func onlyAppended(a *ssa.Alloc) bool {
	for _, ref := range *a.Referrers() {
		s, ok := ref.(*ssa.Slice)
		if !ok {
			continue // an element is set
		}
		for _, use := range *s.Referrers() {
			if call, ok := use.(*ssa.Call); ok {
				if b, ok := call.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
					return true
				}
			}
		}
	}
	return false
}

// reuse merges temporaries that take turns: the compiler gives one place to
// those of one type in different statements. A statement is a line here, but
// for range statements, whose iterator lives as long as their body runs.
func (u *unit) reuse(all []Object) []Object {
	type key struct {
		fn   *ssa.Function
		kind Kind
		typ  string
		size int64
	}
	shared := make(map[key][]Object)
	name := func(o Object) key {
		k := key{fn: o.Fn, kind: o.Kind, size: o.Size}
		if o.Type != nil {
			k.typ = o.Type.String()
		}
		return k
	}
	for _, o := range all {
		if o.Shared {
			k := name(o)
			shared[k] = append(shared[k], o)
		}
	}
	most := make(map[key]int)
	for k, list := range shared {
		if k.kind == Iterator && len(list) <= maxIterators {
			most[k] = u.nested(list)
			continue
		}
		perLine := make(map[int]int)
		for _, o := range list {
			line := o.Fn.Prog.Fset.Position(o.Pos).Line
			perLine[line]++
			most[k] = max(most[k], perLine[line])
		}
	}
	var out []Object
	for _, o := range all {
		if o.Shared {
			k := name(o)
			if most[k] == 0 {
				continue // takes the place of another
			}
			most[k]--
		}
		out = append(out, o)
	}
	return out
}

// maxIterators bounds the iterators of a function that are told apart.
const maxIterators = 1000

// nested returns how many of some iterators are in use at once.
func (u *unit) nested(list []Object) int {
	most := 0
	for _, o := range list {
		n := 0
		for _, other := range list {
			if other.Pos <= o.Pos && o.Pos < max(u.syntax.ranges[other.Pos], other.Pos+1) {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}
