package place

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// MaxPath bounds the length of the paths that substitution builds: recursive
// types have paths of any length.
const MaxPath = 12

// A Resolver finds the places that values stand for. A pointer, map, channel,
// function or interface stands for what it refers to; a struct stands for the
// variable that it was copied from. Two values that surely are aliases by
// simple assignment have the same place:
//
//	m := s.m             // the map at s.m
//	go func() { m[k]++ } // and so is the captured one
type Resolver struct {
	*Table
	// Result, if set, returns the place of the i-th result of a call, or nil.
	Result func(call *ssa.Call, i int) *Place
	// Has, if set, reports whether what an interface at p holds may have a field.
	Has func(p *Place, field *types.Var) bool
	// Content, if set, returns what is stored at p, in what a call returned or in a container
	// that the function makes, or nil.
	Content func(p *Place) *Place

	values  map[ssa.Value]*Place
	allocs  map[*ssa.Alloc]*stores
	nesting int // of Deref
}

// NewResolver returns a resolver with an empty table.
func NewResolver() *Resolver {
	return &Resolver{
		Table:  NewTable(),
		values: make(map[ssa.Value]*Place),
		allocs: make(map[*ssa.Alloc]*stores),
	}
}

// Value returns the place that v stands for; v itself is its root if nothing
// better is known.
func (r *Resolver) Value(v ssa.Value) *Place {
	if p, ok := r.values[v]; ok {
		return p
	}
	r.values[v] = r.Root(v) // for a phi that depends on itself
	p := r.value(v)
	if p == nil || p.Depth() > MaxPath {
		p = r.Root(v)
	}
	r.values[v] = p
	return p
}

func (r *Resolver) value(v ssa.Value) *Place {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return r.content(r.Value(v.X), v.Type())
		}
	case *ssa.FieldAddr:
		return r.Sub(r.Value(v.X), v.Field, FieldOf(v.X.Type(), v.Field))
	case *ssa.Field:
		return r.content(r.Sub(r.Value(v.X), v.Field, FieldOf(v.X.Type(), v.Field)), v.Type())
	case *ssa.IndexAddr:
		return r.Sub(r.Value(v.X), Elem, nil)
	case *ssa.Index:
		return r.content(r.Sub(r.Value(v.X), Elem, nil), v.Type())
	case *ssa.Lookup:
		if !v.CommaOk {
			return r.content(r.Sub(r.Value(v.X), Elem, nil), v.Type())
		}
	case *ssa.Extract:
		return r.extract(v)
	case *ssa.ChangeType:
		return r.Value(v.X)
	case *ssa.ChangeInterface:
		return r.Value(v.X)
	case *ssa.MakeInterface:
		return r.Value(v.X)
	case *ssa.TypeAssert:
		if !v.CommaOk {
			return r.Value(v.X)
		}
	case *ssa.Slice:
		return r.Value(v.X)
	case *ssa.Phi:
		return r.phi(v)
	case *ssa.Call:
		if r.Result != nil {
			return r.Result(v, 0)
		}
	}
	return nil
}

// extract resolves one component of a tuple.
func (r *Resolver) extract(v *ssa.Extract) *Place {
	switch tuple := v.Tuple.(type) {
	case *ssa.Lookup:
		if v.Index == 0 {
			return r.content(r.Sub(r.Value(tuple.X), Elem, nil), v.Type())
		}
	case *ssa.TypeAssert:
		if v.Index == 0 {
			return r.Value(tuple.X)
		}
	case *ssa.Next:
		if rng, ok := tuple.Iter.(*ssa.Range); ok && v.Index == 2 {
			return r.content(r.Sub(r.Value(rng.X), Elem, nil), v.Type())
		}
	case *ssa.Call:
		if r.Result != nil {
			return r.Result(tuple, v.Index)
		}
	}
	return nil
}

// phi resolves a phi whose edges agree. A nil and a map that is made here do
// not count against what else comes in:
//
//	inner := s.m[k]
//	if inner == nil { inner = make(...); s.m[k] = inner }
func (r *Resolver) phi(v *ssa.Phi) *Place {
	var p *Place
	for _, edge := range v.Edges {
		if made(edge) {
			continue // nil, or new and most likely stored there
		}
		if edge == v {
			continue // itself
		}
		q := r.Value(edge)
		if q.Parent == nil && q.Root == v {
			continue // itself, by way of another value
		}
		if p != nil && p != q {
			return nil
		}
		p = q
	}
	return p
}

// made reports whether an edge of a phi is nil, or something new that is stored
// somewhere.
func made(edge ssa.Value) bool {
	switch edge := edge.(type) {
	case *ssa.Const:
		return true
	case *ssa.MakeMap:
	case *ssa.Alloc:
		if !edge.Heap || edge.Comment != "complit" && edge.Comment != "new" {
			return false
		}
	default:
		return false
	}
	for _, ref := range *edge.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val == edge {
				return true
			}
		case *ssa.MapUpdate:
			if ref.Value == edge {
				return true
			}
		}
	}
	return false
}

// content returns the place that a value of type t stands for if it is loaded
// from the variable at p.
func (r *Resolver) content(p *Place, t types.Type) *Place {
	if !refers(t) {
		return p
	}
	return r.Deref(p)
}

// Deref returns what the reference that is stored at p refers to. A local
// variable, or a field of one, that is assigned once stands for what is
// assigned to it, and so does a field of what a call returned, as far as the callee
// tells.
func (r *Resolver) Deref(p *Place) *Place {
	if r.nesting < MaxPath {
		var q *Place
		r.nesting++ // structs can be copied back and forth
		switch root := p.Root.(type) {
		case *ssa.Alloc:
			q = r.stored(root, p)
		case *ssa.Call, *ssa.Extract:
			if p.Parent != nil && p.Parent.Parent == nil {
				if v := overwritten(root, p.Field); v != nil {
					q = r.Value(v)
				}
			}
			if q == nil && p.Parent != nil && r.Content != nil {
				q = r.Content(p)
			}
		case *ssa.MakeMap, *ssa.MakeSlice, *ssa.Phi:
			if p.Parent != nil && r.Content != nil {
				q = r.Content(p)
			}
		}
		r.nesting--
		if q != nil {
			return q
		}
	}
	return r.Sub(p, Deref, nil)
}

// Subst rewrites a place of a callee in terms of a caller: bind maps the roots
// that differ to their places in the caller, and others to nil. The result is
// nil if the path gets too long, or cannot exist: the caller gives a type that
// has no such field, where the callee took another behind its interface.
func (r *Resolver) Subst(p *Place, bind func(root ssa.Value) *Place) *Place {
	if p.Parent == nil {
		if q := bind(p.Root); q != nil {
			return q
		}
		return p
	}
	parent := r.Subst(p.Parent, bind)
	switch {
	case parent == nil || parent.Depth() >= MaxPath:
		return nil
	case parent == p.Parent:
		return p
	case p.Field == Deref:
		return r.Deref(parent)
	case !parent.has(p.Field, p.Var) || p.Var != nil && r.Has != nil && !r.Has(parent, p.Var):
		return nil
	}
	return r.Sub(parent, p.Field, p.Var)
}

// Depth returns the number of steps of the path.
func (p *Place) Depth() int {
	n := 0
	for ; p.Parent != nil; p = p.Parent {
		n++
	}
	return n
}

// refers reports whether values of type t refer to memory that others may
// refer to as well.
func refers(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Chan, *types.Slice, *types.Signature, *types.Interface:
		return true
	case *types.Basic:
		return t.Kind() == types.UnsafePointer
	}
	return false
}

// FieldOf returns the i-th field of a struct or of what a pointer to one
// points to, as it is declared: that of an instance is its origin's.
func FieldOf(t types.Type, i int) *types.Var {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok || i >= st.NumFields() {
		return nil // a core type of a type parameter
	}
	return st.Field(i).Origin()
}

// VariableAt returns the field, as it is declared, or the package variable at an address; nil
// if there is neither.
func VariableAt(addr ssa.Value) types.Object {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		if field := FieldOf(a.X.Type(), a.Field); field != nil {
			return field.Origin()
		}
	case *ssa.Global:
		return a.Object()
	}
	return nil
}
