package cgoalloc

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// show hands what a variable holds to a C function, which is given its address: C keeps
// no address of Go's, but may keep what is in there, or set it.
func (m *machine) show(w *world, a val, name string, pos token.Pos) {
	array := collection(a.cell)
	switch {
	case array != nil:
		m.showParts(w, array, name, pos)
	case a.kind == structure || isStructPlace(a.cell):
		m.showParts(w, a.cell, name, pos)
	default:
		w.escape(a, pos)
		delete(w.shared, a.cell.Root)
	}
}

// showParts does so with what the fields and elements of a variable hold.
func (m *machine) showParts(w *world, p *place.Place, name string, pos token.Pos) {
	for q, v := range w.Mem.In(p) {
		switch o := w.objs.At(v.obj); {
		case v.kind == pointer && inElement(q):
			if !m.isMalloced(v.obj) || hasWord(name, keeping) {
				m.giveElements(w, v.obj)
			} else if q.Var != nil {
				w.show(v.obj, p, q.Var)
			}
		case v.kind == pointer && o.phase == owned && m.isMalloced(v.obj) && q != p:
			w.show(v.obj, p, q.Var)
		default:
			w.Mem.Set(q, val{})
			w.escape(v, pos)
		}
	}
}

// show notes that C has seen an object in a field of a struct.
func (w *world) show(id int, in *place.Place, field *types.Var) {
	o := w.objs.At(id)
	o.shown, o.field = in, field
	w.objs.Set(id, o)
}

// inElement reports whether a variable is an element of an array or slice, or in one.
func inElement(p *place.Place) bool {
	for ; p != nil; p = p.Parent {
		if collection(p) != nil {
			return true
		}
	}
	return false
}

// giveElements notes that C may have taken an object, and the others in its collection.
func (m *machine) giveElements(w *world, id int) {
	w.give(id)
	if in := w.objs.At(id).in; in != nil {
		for other, o := range w.objs.All() {
			if o.in == in {
				w.give(other)
			}
		}
	}
}

// collection returns the array or slice that a variable is an element of, or nil.
func collection(p *place.Place) *place.Place {
	if p.Parent == nil || p.Var != nil || p.Field == place.Deref {
		return nil
	}
	return p.Parent
}

// isMalloced reports whether an object is a text or buffer of malloc's: C functions copy
// what is in such, as a rule.
func (m *machine) isMalloced(id int) bool {
	return slices.Contains(m.sites[id].frees, "free")
}
