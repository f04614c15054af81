package cgoalloc

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// body interprets the body of a function at a call.
func (m *machine) body(w *world, lit *closure, call *ssa.CallCommon, args []val, pos token.Pos) ([]*world, [][]val) {
	wrapper := callsGlue(lit.Fn)
	exits := m.exitWorlds(m.Enter(lit, call, args, pos, w))
	var results [][]val
	for _, e := range exits {
		if !wrapper {
			m.dangling(e, lit.Fn)
		}
		results = append(results, e.ret)
	}
	return exits, results
}

// maxBlocks bounds the functions that are interpreted at their calls.
const maxBlocks = 40

// enters reports whether the body of fn is to be interpreted at a call: its summary
// tells of memory that an argument points to, and here variables that an argument
// refers to hold some.
func (m *machine) enters(w *world, fn *ssa.Function, args []val) bool {
	if fn.Blocks == nil || len(fn.Blocks) > maxBlocks || m.Running(fn) || ir.Pkg(fn) != ir.Pkg(m.root) || fn == m.root || fn.Parent() != nil {
		return false
	}
	named := 0
	for _, f := range m.Frames() {
		if f.Fn.Parent() == nil {
			named++
		}
	}
	if named > 2 {
		return false
	}
	for r := range fn.Signature.Results().Variables() {
		if _, ok := r.Type().Underlying().(*types.Signature); ok {
			return true // perhaps it frees what else is returned
		}
		if ptr, ok := r.Type().Underlying().(*types.Pointer); ok && isCStruct(ptr.Elem()) {
			return true // perhaps with memory in its fields
		}
	}
	reached := make(map[*place.Place]bool)
	for _, a := range args {
		if a.kind == address || a.kind == structure || a.kind == literal || a.kind == pointer && a.cell != nil {
			w.reach(a, reached)
		} else if m.running != nil && a.kind == isNil && a.cell != nil {
			return true
		}
	}
	for p := range reached {
		switch v := w.Mem.At(p); v.kind {
		case pointer:
			return true
		case isNil:
			if m.running != nil {
				return true
			}
		}
	}
	return false
}

// enter interprets the body of a function of the package at a call.
func (m *machine) enter(w *world, fn *ssa.Function, call *ssa.CallCommon, args []val, pos token.Pos) ([]*world, [][]val) {
	args = slices.Clone(args)
	for i, p := range fn.Params {
		if i < len(args) && args[i].kind == structure {
			own := m.Table.Root(p)
			w.Mem.Copy(m.Table, args[i].cell, own)
			args[i].cell = own
		}
	}
	before := w.objs
	exits, results := m.body(w, m.Closure(fn, nil), call, args, pos)
	m.closed(exits, before)
	for i, e := range exits {
		m.dropped(e, results[i], before)
	}
	return exits, results
}

// closed takes a struct of Go's for closed on all paths of a function that was called if
// it is on one of them: what its closer leaves is not the caller's fault.
func (m *machine) closed(exits []*world, before objects) {
	for id, o := range before.All() {
		if m.sites[id].wrapper == nil || o.phase != owned {
			continue // no wrapper, or closed before
		}
		if !slices.ContainsFunc(exits, func(w *world) bool { return w.objs.At(id).phase == released }) {
			continue // not closed by it
		}
		for _, w := range exits {
			if o, ok := w.objs.Get(id); ok && o.phase == owned {
				w.set(id, gone, o.pos)
			}
		}
	}
}

// dropped takes out of a world what a function that was called has allocated and
// left behind: that is its own finding.
func (m *machine) dropped(w *world, results []val, before objects) {
	reached := make(map[*place.Place]bool)
	found := make(map[int]bool)
	for _, r := range results {
		w.reach(r, reached)
		found[r.obj] = found[r.obj] || r.kind == pointer
	}
	for p, v := range w.Mem.All() {
		if reached[p] || !w.local(p) || owner(p) == m.root {
			found[v.obj] = found[v.obj] || v.kind == pointer
		}
	}
	for id, o := range w.objs.All() {
		if _, ok := before.Get(id); !ok && !found[id] && o.phase == owned {
			w.objs.Delete(id)
		}
	}
}
