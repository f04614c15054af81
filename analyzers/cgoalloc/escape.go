package cgoalloc

import (
	"go/token"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// give notes that C may have taken an object.
func (w *world) give(id int) {
	if o, ok := w.objs.Get(id); ok {
		o.given = true
		w.objs.Set(id, o)
	}
}

// takeBack notes that Go reads an object that C may have taken: it was a buffer to be filled.
func (w *world) takeBack(id int) {
	if o, ok := w.objs.Get(id); ok {
		o.given, o.taker = false, ""
		w.objs.Set(id, o)
	}
}

// reads does so where Go loads what v points to.
func (w *world) reads(v val) {
	if v.kind == pointer {
		w.takeBack(v.obj)
	}
	if v.kind != address {
		return
	}
	for id, o := range w.objs.All() {
		if o.cell != nil && o.cell.Root == v.cell.Root {
			w.takeBack(id)
		}
	}
}

// escape gives up the object that v points to, and what can be reached through it.
func (w *world) escape(v val, pos token.Pos) {
	switch v.kind {
	case pointer:
		if o := w.objs.At(v.obj); o.phase == owned || o.phase == lentArg {
			w.set(v.obj, gone, pos)
			w.releaseElements(o.in, pos) // who has one has found it in its collection
		}
		w.open(v, pos)
	case address:
		if makes(v.cell.Root) {
			w.shared[v.cell.Root] = true
		}
		w.open(v, pos)
	case structure:
		w.open(v, pos)
	case literal:
		for _, b := range v.lit.Bound {
			w.escape(b, pos)
		}
	}
}

// open gives up what is in the variable that v refers to.
func (w *world) open(v val, pos token.Pos) {
	if v.cell == nil {
		return
	}
	for q, x := range w.Mem.In(v.cell) {
		w.Mem.Set(q, val{})
		w.escape(x, pos)
	}
	for id, o := range w.objs.All() {
		if o.phase == owned && o.in != nil && o.in.Within(v.cell) {
			w.set(id, gone, pos)
		}
	}
}

// pass hands a value to another goroutine, which may use it until this one has waited.
func (w *world) pass(v val, pos token.Pos) {
	if w.passed == nil {
		w.passed = make(map[int]token.Pos)
	}
	reached := make(map[*place.Place]bool)
	w.reach(v, reached)
	note := func(x val) {
		if x.kind == pointer && w.objs.At(x.obj).phase == owned {
			w.passed[x.obj] = pos
		}
	}
	note(v)
	for q := range reached {
		note(w.Mem.At(q))
	}
	w.escape(v, pos)
}

// released gives up what a deferred call will be given.
func (w *world) released(d deferred) {
	for _, a := range d.Args {
		w.escape(a, d.Instr.Pos())
	}
	for _, b := range d.Func.lit.Bound {
		if b.kind == frozen {
			w.escape(w.Mem.At(b.cell), d.Instr.Pos())
		}
	}
}
