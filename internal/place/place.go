// Package place names memory: where a value lives, in a form that two
// occurrences of the same source expression share. A place is a root (a
// parameter, a free variable, a global, an allocation, the result of a call)
// and a path of fields and dereferences.
package place

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Place is the address of a variable. Places of one [Table] are interned:
// equal places are the same pointer.
type Place struct {
	// ID numbers the places of a table in order of creation.
	ID int
	// Root is the value that the path starts at.
	Root ssa.Value
	// Parent is nil at a root.
	Parent *Place
	// Field is the index of the field of Parent's struct, or Deref for what
	// the pointer stored at Parent points to, or Elem for any element.
	Field int
	// Var is the field's object, nil unless Field is an index.
	Var *types.Var
}

// Number returns the ID: places are keys of persistent maps.
func (p *Place) Number() uint32 { return uint32(p.ID) }

// Values of Place.Field that are not an index.
const (
	Deref = -1
	Elem  = -2
	// End stands for the end of a channel, which is reached when it is closed.
	End = -4
)

// An edge includes the field's object: behind an interface may be structs of
// several types.
type edge struct {
	parent *Place
	field  int
	obj    *types.Var
}

// A Table interns places.
type Table struct {
	roots map[ssa.Value]*Place
	sub   map[edge]*Place
}

// NewTable returns an empty table.
func NewTable() *Table {
	return &Table{roots: make(map[ssa.Value]*Place), sub: make(map[edge]*Place)}
}

// Root returns the place that v points to, with v as its root.
func (t *Table) Root(v ssa.Value) *Place {
	p := t.roots[v]
	if p == nil {
		p = &Place{ID: len(t.roots) + len(t.sub), Root: v}
		t.roots[v] = p
	}
	return p
}

// Known reports whether some place of the table has v as its root.
func (t *Table) Known(v ssa.Value) bool {
	return t.roots[v] != nil
}

// Sub returns the place of a field, pointee or element of p.
func (t *Table) Sub(p *Place, field int, obj *types.Var) *Place {
	e := edge{p, field, obj}
	s := t.sub[e]
	if s == nil {
		s = &Place{ID: len(t.roots) + len(t.sub), Root: p.Root, Parent: p, Field: field, Var: obj}
		t.sub[e] = s
	}
	return s
}

// Within reports whether p is q or lies in the variable at q. What a pointer
// stored at q points to is not in q.
func (p *Place) Within(q *Place) bool {
	for p != nil && p != q {
		if p.Parent == nil || p.Field == Deref {
			return false
		}
		p = p.Parent
	}
	return p != nil
}

// FieldVar returns the innermost field that p selects, or nil.
func (p *Place) FieldVar() *types.Var {
	return p.Var
}

// String renders p as Go source would spell it, as far as names are known.
func (p *Place) String() string {
	var path []string
	for p.Parent != nil {
		switch {
		case p.Var != nil:
			path = append(path, "."+p.Var.Name())
		case p.Field == Elem:
			path = append(path, "[...]")
		}
		p = p.Parent
	}
	var b strings.Builder
	b.WriteString(rootName(p.Root))
	for i := len(path) - 1; i >= 0; i-- {
		b.WriteString(path[i])
	}
	return strings.TrimPrefix(b.String(), ".")
}

// rootName returns the source name of a root, the name of its type if that is a struct, or
// "" if it has none.
func rootName(v ssa.Value) string {
	switch v := v.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Global, *Variable:
		return v.Name()
	case *ssa.Alloc:
		if v.Comment != "complit" && v.Comment != "new" && v.Comment != "varargs" {
			return v.Comment
		}
	}
	if v == nil || v.Type() == nil {
		return "" // a stand-in
	}
	t := types.Unalias(v.Type())
	if ptr, ok := t.(*types.Pointer); ok {
		t = types.Unalias(ptr.Elem())
	}
	if named, ok := t.(*types.Named); ok {
		if _, ok := named.Underlying().(*types.Struct); ok {
			return named.Obj().Name()
		}
	}
	return ""
}
