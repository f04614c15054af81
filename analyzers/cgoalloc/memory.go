package cgoalloc

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Target returns the place that a pointer points to, if its value tells; nil for C memory,
// of which Go knows no variables.
func (m *machine) Target(v val) (*place.Place, bool) {
	switch v.kind {
	case address, pointer:
		return v.cell, true
	case lentValue:
		return nil, true
	}
	return nil, false
}

// Func returns the function that a value is.
func (m *machine) Func(v val) *closure { return v.lit }

// Dynamic returns the type of what an interface holds.
func (m *machine) Dynamic(v val) types.Type { return v.dyn }

// maxElems bounds the elements of an array that are told apart.
const maxElems = 8

// isElement reports whether a place lies in an element of which several are one.
func isElement(p *place.Place) bool {
	for ; p != nil; p = p.Parent {
		if p.Field == place.Elem {
			return true
		}
	}
	return false
}

// local reports whether a variable is one of the function's own, that nobody else
// has the address of.
func (w *world) local(p *place.Place) bool {
	for ; p.Parent != nil; p = p.Parent {
		if p.Field == place.Deref {
			return false
		}
	}
	return makes(p.Root) && !w.shared[p.Root]
}

// makes reports whether v is a variable or a slice that the function makes.
func makes(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Alloc, *ssa.MakeSlice:
		return true
	case *ssa.Call:
		b, ok := v.Call.Value.(*ssa.Builtin)
		return ok && b.Name() == "append"
	}
	return false
}

// renew gives up what is in the variables that a register pointed to in an earlier round of a
// loop: it points to others now.
func (m *machine) renew(w *world, v ssa.Value) {
	if _, ptr := v.Type().Underlying().(*types.Pointer); !ptr || makes(v) || !m.Table.Known(v) {
		return
	}
	w.open(val{kind: address, cell: m.Table.Root(v)}, v.Pos())
	w.Mem.Forget(v)
	for id := range w.objs.All() {
		if s := m.sites[id]; s.held && s.at != nil && s.at.Root == v {
			w.objs.Delete(id)
		}
	}
}

// declare gives a variable its zero value.
func (m *machine) declare(w *world, p *place.Place, t types.Type, depth int) {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := range u.NumFields() {
			if f := u.Field(i); depth < 3 && i < 4*maxElems {
				m.declare(w, m.Table.Sub(p, i, f.Origin()), f.Type(), depth+1)
			}
		}
	case *types.Array:
		for i := range min(u.Len(), maxElems) {
			if pointerLike(u.Elem()) {
				w.Mem.Set(m.Table.Sub(p, int(i), nil), val{kind: isNil})
			}
		}
	default:
		switch {
		case pointerLike(t):
			w.Mem.Set(p, val{kind: isNil})
		case depth == 0:
			w.Mem.Set(p, val{kind: named, sym: m.Symbols.Zero(t)})
		}
	}
}

// load returns what is in the variable at p, and reads a struct into the register
// that is loaded.
func (m *machine) load(w *world, p *place.Place, load *ssa.UnOp) val {
	t := load.Type()
	if isElement(p) && (!isStruct(t) || w.Mem.At(p).kind == pointer) {
		return m.someElement(w, p)
	}
	if v, ok := w.Mem.Get(p); ok && v.kind != unknown {
		if v.kind == isNil && v.cell == nil {
			v.cell = p
		}
		return v
	}
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return m.snapshot(w, p, load)
	}
	for q := p; q != nil && q.Field != place.Deref; q = q.Parent {
		if v := w.Mem.At(q); q != p && v.kind == pointer {
			if !pointerLike(t) {
				return val{}
			}
			if v.part = p.Var; m.sites[v.obj].param > 0 {
				v.part = nil
			}
			v.cell = nil
			return v // a field of a struct that C made
		}
	}
	switch {
	case w.local(p):
		return val{}
	case mayBeC(t):
		if _, param := p.Root.(*ssa.Parameter); param || m.again(load, p) {
			return m.content(w, p)
		}
	case pointerLike(t):
		if p.Depth() < maxDepth {
			return val{kind: address, cell: m.Table.Sub(p, place.Deref, nil)}
		}
		w.Mem.Clear(m.Table.Root(load))
		return val{kind: address, cell: m.Table.Root(load)}
	}
	return val{}
}

// collect notes that an object is among the elements at p from now on.
func (w *world) collect(x val, p *place.Place) {
	if x.kind == pointer {
		o := w.objs.At(x.obj)
		o.in = p
		w.objs.Set(x.obj, o)
	}
}

// someElement returns what is known of an element of a collection that is loaded.
func (m *machine) someElement(w *world, p *place.Place) val {
	if v := w.Mem.At(p); v.kind == pointer {
		v.weak, v.cell = true, nil
		return v
	}
	if p.Parent != nil {
		for q, v := range w.Mem.In(p.Parent) {
			if q != p && v.kind == pointer {
				w.escape(v, token.NoPos) // one of several that are told apart
			}
		}
	}
	return val{}
}

// snapshot copies a struct or an array into a register.
func (m *machine) snapshot(w *world, p *place.Place, v ssa.Value) val {
	to := m.Table.Root(v)
	m.duplicate(w, p, to)
	return val{kind: structure, cell: to}
}

// duplicate copies what is in the variable at p. A nil in the copy tells from where it is, and
// what an element holds is that of some element.
func (m *machine) duplicate(w *world, p, to *place.Place) {
	w.Mem.CopyFunc(m.Table, p, to, func(q *place.Place, x val) val {
		if x.kind == isNil && x.cell == nil {
			x.cell = q
		}
		if x.kind == pointer && isElement(q) {
			x.weak, x.cell = true, nil
		}
		return x
	})
}

// store assigns to the variable at p.
func (m *machine) store(w *world, p *place.Place, v ssa.Value, x val, pos token.Pos) {
	if isElement(p) {
		if !makes(p.Root) && !w.isC(p.Root) {
			w.escape(x, pos) // which slice it is, is not known
			return
		}
		w.collect(x, p)
		w.Mem.Clear(p)
		m.put(w, p, x)
		return
	}
	if w.Mem.At(p) != x {
		m.overwrite(w, p, x, pos)
	}
	if isStructPlace(p) || x.kind == structure {
		w.Mem.Clear(p)
		m.put(w, p, x)
		w.wrote[p] = write{pos: pos}
		return
	}
	m.keep(w, p, v, x)
	w.wrote[p] = write{pos: pos}
}

// isC reports whether v is a pointer to memory of C's of which the world knows.
func (w *world) isC(v ssa.Value) bool {
	for _, o := range w.objs.All() {
		if o.cell != nil && o.cell.Root == v {
			return true
		}
	}
	return false
}

// put copies a value into a variable.
func (m *machine) put(w *world, p *place.Place, x val) {
	if x.kind == structure {
		w.Mem.Copy(m.Table, x.cell, p)
		return
	}
	w.Mem.Set(p, x)
}

// isStructPlace reports whether a variable is a struct; what a deferred call has
// copied has no type, and is none.
func isStructPlace(p *place.Place) bool {
	t := p.Type()
	return t != nil && isStruct(t)
}

// isCStruct reports whether t is a struct of C's that has pointers.
func isCStruct(t types.Type) bool {
	st, ok := t.Underlying().(*types.Struct)
	if !ok || cType(t) == "" {
		return false
	}
	for f := range st.Fields() {
		if pointerLike(f.Type()) {
			return true
		}
	}
	return false
}

// holdsCStruct reports whether a variable is a struct of C's that has pointers.
func holdsCStruct(p *place.Place) bool {
	t := p.Type()
	return t != nil && isCStruct(t)
}

// owner returns the function that a variable is of; nil for a copy that a deferred
// call has made, and for what is of none.
func owner(p *place.Place) *ssa.Function {
	if alloc, ok := p.Root.(*ssa.Alloc); ok && alloc.Block() == nil {
		return nil
	}
	return p.Root.Parent()
}

// isZero reports whether a struct has its zero value still, as far as its pointers
// tell.
func (w *world) isZero(p *place.Place) bool {
	some := false
	for q, v := range w.Mem.In(p) {
		if v.kind != isNil && v.kind != named || q == p {
			return false
		}
		some = some || v.kind == isNil
	}
	return some
}

// A copyKey identifies a variable that stands for no variable of the source.
type copyKey struct {
	of   any // the free variable that a deferred call copies, or the call that returns a struct
	slot int
}

// copyOf returns such a variable.
func (m *machine) copyOf(key copyKey) *place.Place {
	p := m.copies[key]
	if p == nil {
		p = m.Table.Root(new(ssa.Alloc))
		m.copies[key] = p
	}
	return p
}
