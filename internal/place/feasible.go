package place

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Type returns the type of the variable at p, or nil if it is not known: behind
// an interface, in a container, or in something generic.
func (p *Place) Type() types.Type {
	switch {
	case p.Parent == nil:
		return rootType(p.Root)
	case p.Var != nil:
		return known(p.Var.Type())
	case p.Field == Deref:
		return pointee(p.Parent.Type())
	}
	return nil
}

// rootType returns the type of what a root stands for.
func rootType(v ssa.Value) types.Type {
	t := v.Type()
	if t == nil {
		return nil // a stand-in
	}
	if _, ok := t.Underlying().(*types.Pointer); ok {
		return pointee(t)
	}
	if _, ok := t.Underlying().(*types.Struct); ok {
		return known(t)
	}
	return nil
}

// pointee returns what a pointer of type t points to, or nil.
func pointee(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	ptr, ok := t.Underlying().(*types.Pointer)
	if !ok {
		return nil
	}
	return known(ptr.Elem())
}

// known returns t unless values of it may be of several types.
func known(t types.Type) types.Type {
	if _, param := types.Unalias(t).(*types.TypeParam); param || types.IsInterface(t) {
		return nil
	}
	return t
}

// has reports whether the variable at p may have a field: false if its type is
// known and has another one there, or none.
func (p *Place) has(i int, field *types.Var) bool {
	t := p.Type()
	if t == nil || field == nil {
		return true
	}
	st, ok := t.Underlying().(*types.Struct)
	return ok && i < st.NumFields() && st.Field(i).Origin() == field
}
