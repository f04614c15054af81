package cgoalloc

import (
	"go/token"
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A freer is what ends the life of an object.
type freer struct {
	name  string
	c     bool   // it is a function of C
	frees bool   // it surely gives the memory back
	via   string // the Go function that the function at hand calls for it, if one is
}

// ends reports whether to call it twice is wrong for sure.
func (f freer) ends() bool {
	return f.frees || hasWord(f.name, destroying) || f.c && freesByName(f.name)
}

// destroying words name C functions that may be called once for an object.
var destroying = set("free destroy dispose finalize")

// freer describes a C function that releases its argument arg.
func (m *machine) freer(name string, arg int) freer {
	ws := model.Words(name)
	frees := m.pkg.pre.frees(name, arg, 0) || len(ws) > 0 && ws[len(ws)-1] == "free"
	return freer{name: name, c: true, frees: frees}
}

// memory names the memory of a site.
func (m *machine) memory(s *site) string {
	if s.held {
		return "C memory in " + s.name
	}
	return s.what()
}

// release frees what v points to.
func (m *machine) release(w *world, v val, by freer, pos token.Pos) {
	if v.kind == lentValue {
		m.find("free-of-borrowed", pos, "the result of "+v.name+" belongs to C: freeing it here makes C free it a second time", -1)
		return
	}
	o, ok := w.objs.Get(v.obj)
	if v.kind != pointer || !ok {
		return
	}
	s := m.sites[v.obj]
	if v.part != nil {
		m.releasePart(w, v, by, pos)
		return
	}
	if o.field != nil {
		m.pkg.fields[o.field] = true
	}
	if o.taker != "" {
		m.pkg.borrows[o.taker] = true
	}
	if v.weak {
		w.releaseElements(o.in, pos)
		return
	}
	if o.cell != nil && by.name != "free" {
		w.open(val{kind: address, cell: o.cell}, pos) // it may free what is in it, too
	}
	if at, ok := w.passed[v.obj]; ok && by.ends() {
		delete(w.passed, v.obj)
		m.find("dangling-pointer", pos, m.memory(s)+" is freed here while another goroutine, which got it at "+m.pkg.at(at)+", may still use it", v.obj, related{at, "handed to the goroutine here"})
	}
	switch o.phase {
	case released:
		if s.param == 0 && (by.frees && o.by.frees || by.name == o.by.name && (by.ends() || slices.Contains(m.pkg.frees(s), by.name))) {
			m.find("double-free", pos, m.memory(s)+" is freed twice: the first time at "+m.pkg.at(o.pos), v.obj, related{o.pos, "freed here first"})
		}
	case handed:
		m.find("double-free", pos, "C memory of "+s.name+" is freed here, but C was given it together with free at "+m.pkg.at(o.pos)+": it is freed twice", v.obj, related{o.pos, "given to C here, with a destructor"})
	case owned:
		if !by.c {
			break // which C function it calls is not known here
		}
		free := m.pkg.pre.freeName(by.name)
		if s.c != "" && s.frees == nil && s.method == nil {
			m.pkg.learn(s.source(), free)
		}
		if strict(s.frees, free) {
			m.find("wrong-free", pos, "C memory of "+s.name+" is freed with "+by.name+", not with "+s.frees[0]+": the two heaps differ", v.obj, related{s.pos, "allocated here"})
		}
	}
	if f, ok := m.Named(); ok {
		by.via = f.Fn.Name()
	}
	if o.phase != gone {
		o.phase, o.pos, o.by = released, m.visible(pos), by
		w.objs.Set(v.obj, o)
	}
}

// releaseElements frees some element of a collection: which of them, and how many in
// the end, is not known.
func (w *world) releaseElements(in *place.Place, pos token.Pos) {
	for id, o := range w.objs.All() {
		if in != nil && o.in == in && o.phase == owned {
			o.phase, o.pos, o.parts = gone, pos, true
			w.objs.Set(id, o)
		}
	}
}

// visible returns the position of what happens at pos as the function sees it that is
// summarized: of what a function does that is interpreted in place, the call.
func (m *machine) visible(pos token.Pos) token.Pos {
	if f, ok := m.Named(); ok {
		return f.Pos
	}
	return pos
}

// releasePart frees what one field of a struct by value holds.
func (m *machine) releasePart(w *world, v val, by freer, pos token.Pos) {
	o := w.objs.At(v.obj)
	s := m.sites[v.obj]
	if by.c && s.c != "" && s.frees == nil {
		m.pkg.learnPart(s.source(), v.part.Name(), m.pkg.pre.freeName(by.name))
	}
	o.parts = true
	o.phase, o.pos = gone, pos
	w.objs.Set(v.obj, o)
}

// strict reports whether free is of another heap than the one that frees names.
func strict(frees []string, free string) bool {
	private := []string{"sqlite3_free", "av_free"} // heaps that are not malloc's
	if len(frees) == 0 || slices.Contains(frees, free) {
		return false
	}
	return frees[0] == "free" && slices.Contains(private, free) || slices.Contains(private, frees[0]) && free == "free"
}
