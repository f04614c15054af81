package mapaccess

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A container that a function makes is its own, but what it puts there may be others': the
// inner maps of a copy are those of the original.
//
//	out := make(map[string]map[string]int)
//	for k, v := range s.all { out[k] = v }
//	return out                                 // or maps.Clone(s.all)

// maxElements bounds the values that may be the container.
const maxElements = 16

// elementOf returns the place of what is put into a container that the function makes, nil
// if that is new, too, or is one of several things.
func (p *Package) elementOf(container ssa.Value) *place.Place {
	e := elements{pkg: p, seen: make(map[ssa.Value]bool)}
	e.collect(container)
	if e.unknown || e.sole == nil || e.sole.Parent == nil && !Visible(e.sole.Root) || p.emptied(container.Parent(), KeyOf(e.sole)) {
		return nil
	}
	return e.sole
}

// emptied reports whether a function, or one that it calls, takes out what is in a field or
// variable, or replaces it: what was there belongs to who has it now.
//
//	for k, v := range s.all { out = append(out, v); delete(s.all, k) }
func (p *Package) emptied(fn *ssa.Function, obj types.Object) bool {
	if fn == nil || obj == nil {
		return false
	}
	empties := func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.Store:
			return place.VariableAt(instr.Addr) == obj
		case *ssa.Call:
			b, ok := instr.Call.Value.(*ssa.Builtin)
			return ok && (b.Name() == "delete" || b.Name() == "clear") && KeyOf(p.Value(instr.Call.Args[0])) == obj
		}
		return false
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if empties(instr) {
				return true
			}
			call, ok := instr.(*ssa.Call)
			if !ok || call.Call.StaticCallee() == nil {
				continue // runs nothing that is known
			}
			for _, below := range call.Call.StaticCallee().Blocks {
				if slices.ContainsFunc(below.Instrs, empties) {
					return true
				}
			}
		}
	}
	return false
}

// elements are what is put into a container.
type elements struct {
	pkg  *Package
	seen map[ssa.Value]bool
	// sole is the place of all that is put there so far.
	sole *place.Place
	// unknown is set if there are several, or nobody sees what there is.
	unknown bool
}

// add notes that what has a place is put into the container.
func (e *elements) add(at *place.Place) {
	e.unknown = e.unknown || e.sole != nil && e.sole != at || len(e.seen) > maxElements
	e.sole = at
}

// addAll notes that the elements of another container are.
func (e *elements) addAll(from ssa.Value) {
	elem := e.pkg.Sub(e.pkg.Value(from), place.Elem, nil)
	if t := elementType(from.Type()); t != nil && pointing(t) {
		elem = e.pkg.Deref(elem)
	}
	e.add(elem)
}

// collect notes what is put into a container, as it is made or appended to.
func (e *elements) collect(v ssa.Value) {
	if e.seen[v] || e.unknown {
		return
	}
	e.seen[v] = true
	switch v := v.(type) {
	case *ssa.Const: // nil
	case *ssa.MakeMap, *ssa.MakeSlice:
		e.assigned(v)
	case *ssa.Slice:
		e.collect(v.X)
	case *ssa.ChangeType:
		e.collect(v.X)
	case *ssa.Phi:
		for _, edge := range v.Edges {
			e.collect(edge)
		}
	case *ssa.Call:
		e.assigned(v)
		e.returned(v)
	default:
		e.unknown = true
	}
}

// assigned notes what is assigned to elements of a container.
func (e *elements) assigned(container ssa.Value) {
	for _, ref := range *container.Referrers() {
		if e.unknown {
			return // a long literal
		}
		switch ref := ref.(type) {
		case *ssa.MapUpdate:
			if ref.Map == container {
				e.add(e.pkg.Value(ref.Value))
			}
		case *ssa.IndexAddr:
			for _, ref := range *ref.Referrers() {
				if st, ok := ref.(*ssa.Store); ok && st.Val != container {
					e.add(e.pkg.Value(st.Val))
				}
			}
		}
	}
}

// returned notes what is in a container that a call returns, which copies one or appends
// to it.
func (e *elements) returned(call *ssa.Call) {
	args := call.Call.Args
	if b, ok := call.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" && len(args) == 2 {
		e.collect(args[0])
		if vs := callgraph.Variadic(args[1]); vs != nil {
			for _, v := range vs {
				e.add(e.pkg.Value(v))
			}
			return
		}
		e.addAll(args[1])
		return
	}
	if copies(call) {
		e.addAll(args[0])
		return
	}
	e.unknown = true
}

// copies reports whether a call copies the container that it is given, but not what is in it.
func copies(call *ssa.Call) bool {
	fn := call.Call.StaticCallee()
	if fn == nil || len(call.Call.Args) == 0 {
		return false
	}
	obj, ok := ir.Func(ir.Origin(fn))
	if !ok {
		return false
	}
	switch obj.FullName() {
	case "maps.Clone", "slices.Clone", "golang.org/x/exp/maps.Clone", "golang.org/x/exp/slices.Clone":
		return true
	}
	return false
}

// elementType returns the type of the elements of a map or slice type, nil for others.
func elementType(t types.Type) types.Type {
	switch t := t.Underlying().(type) {
	case *types.Map:
		return t.Elem()
	case *types.Slice:
		return t.Elem()
	}
	return nil
}

// pointing reports whether a value of type t stands for what it refers to.
func pointing(t types.Type) bool {
	_, slice := t.Underlying().(*types.Slice)
	return slice || referring(t)
}

// contentOfElement returns what a place in an element of a container refers to that the
// function makes, nil if that is new as well.
func (p *Package) contentOfElement(at *place.Place) *place.Place {
	elem := at
	for elem.Parent != nil && elem.Parent.Parent != nil {
		elem = elem.Parent
	}
	if elem.Parent == nil || elem.Field != place.Elem {
		return nil // of no container
	}
	t := elementType(at.Root.Type())
	if t == nil || p.filling[at.Root] || !p.relevant(t) {
		return nil
	}
	p.filling[at.Root] = true // what is put there may come from it
	of := p.elementOf(at.Root)
	delete(p.filling, at.Root)
	switch {
	case of == nil:
		return nil
	case pointing(t):
		if at != elem {
			return nil // resolved before
		}
		return of
	}
	return p.Deref(p.Rebase(at, elem, of)) // a struct
}
