package cgoalloc

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// dangling reports memory that fn has freed by the time it returns, and that its
// caller gets, or finds in a variable that outlives fn.
func (m *machine) dangling(w *world, fn *ssa.Function) {
	if fails(fn, w.ret) {
		return // the caller looks at the error
	}
	type way struct{ to, how string }
	reached := make(map[int]way)
	note := func(v val, to way) {
		if _, ok := reached[v.obj]; v.kind == pointer && !ok {
			reached[v.obj] = to
		}
	}
	follow := func(v val, to way) {
		note(v, to)
		inner := make(map[*place.Place]bool)
		w.reach(v, inner)
		for p := range inner {
			note(w.Mem.At(p), to)
		}
	}
	for _, r := range w.ret {
		follow(r, way{"the caller", "is returned"})
	}
	for p, v := range w.Mem.All() {
		if w.outlives(p, fn) {
			follow(v, way{p.String(), "stays in " + p.String()})
		}
	}
	for id, o := range w.objs.All() {
		s := m.sites[id]
		to, ok := reached[id]
		if !ok || o.phase != released || !o.by.ends() || s.param > 0 || s.held || !allocates(fn, s) {
			continue // not both, or somebody else's
		}
		m.find("dangling-pointer", o.pos, s.what()+" is freed here, but "+to.how+" when "+fn.Name()+" returns: "+to.to+" has a pointer to freed memory", id)
		o.phase = gone // one finding is enough
		w.objs.Set(id, o)
	}
}

// allocates reports whether the memory of a site is allocated in fn itself.
func allocates(fn *ssa.Function, s *site) bool {
	in := s.instr.Parent()
	for in != fn && callsGlue(in) && in.Parent() != nil {
		in = in.Parent()
	}
	return in == fn
}

// fails reports whether a function returns an error that may not be nil.
func fails(fn *ssa.Function, results []val) bool {
	for i, r := range results {
		t := fn.Signature.Results().At(i).Type()
		if types.Identical(t, types.Universe.Lookup("error").Type()) && r.kind != isNil {
			return true
		}
	}
	return false
}

// outlives reports whether a variable is there when fn has returned.
func (w *world) outlives(p *place.Place, fn *ssa.Function) bool {
	switch root := p.Root.(type) {
	case *ssa.Alloc:
		return root.Block() != nil && (w.shared[root] || root.Parent() != fn && within(fn, root.Parent()))
	case *ssa.Global, *ssa.FreeVar:
		return true
	}
	_, ptr := p.Root.Type().Underlying().(*types.Pointer)
	return ptr // to what was there before
}

// within reports whether a literal stands in fn.
func within(lit, fn *ssa.Function) bool {
	for ; lit != nil; lit = lit.Parent() {
		if lit == fn {
			return true
		}
	}
	return false
}
