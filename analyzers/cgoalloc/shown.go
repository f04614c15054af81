package cgoalloc

import (
	"go/token"
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// show hands what a variable holds to a C function, which is given its address: C keeps
// no address of Go's, but may keep what is in there, or set it.
func (m *machine) show(w *world, a val, name string, pos token.Pos) {
	switch array := collection(a.cell); {
	case a.kind == structure || isStructPlace(a.cell):
		for q, v := range w.Mem.In(a.cell) {
			if o := w.objs.At(v.obj); v.kind == pointer && o.phase == owned && m.isMalloced(v.obj) {
				o.shown, o.field = a.cell, q.Var
				w.objs.Set(v.obj, o)
				continue
			}
			w.Mem.Set(q, val{})
			w.escape(v, pos)
		}
	case array != nil:
		for q, v := range w.Mem.In(array) {
			switch {
			case v.kind != pointer:
				w.Mem.Set(q, val{})
				w.escape(v, pos)
			case !m.isMalloced(v.obj) || hasWord(name, keeping):
				m.giveElements(w, v.obj)
			}
		}
	default:
		w.escape(a, pos)
		delete(w.shared, a.cell.Root)
	}
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
