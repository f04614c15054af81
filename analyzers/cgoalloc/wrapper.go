package cgoalloc

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// wrapped makes the struct that a function returns with C memory in its fields: a
// value of Go's that has to be closed.
func (m *machine) wrapped(w *world, at ssa.CallInstruction, i int, fn *ssa.Function, parts []part, pos token.Pos) (res val, first int) {
	t := fn.Signature.Results().At(i).Type()
	res = val{kind: structure, cell: m.copyOf(copyKey{at, i})}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		res.kind, t = address, ptr.Elem()
	}
	w.Mem.Clear(res.cell)
	first = -1
	for _, p := range parts {
		q, ok := m.descend(res.cell, t, p.Path)
		if !ok {
			continue // another version of the type
		}
		id := m.allocate(w, siteKey{at, i, q.Var, false}, &site{pos: pos, name: fn.Name(), c: p.C, frees: p.Frees, instr: at, out: result, wrapper: t})
		w.Mem.Set(q, val{kind: pointer, obj: id})
		if first < 0 {
			first = id
		}
	}
	return res, first
}

// descend returns the place that a path of fields leads to from a struct.
func (m *machine) descend(p *place.Place, t types.Type, path []int) (*place.Place, bool) {
	for _, i := range path {
		if i == place.Deref {
			ptr, ok := t.Underlying().(*types.Pointer)
			if !ok {
				return nil, false
			}
			p, t = m.Table.Sub(p, place.Deref, nil), ptr.Elem()
			continue
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok || i >= st.NumFields() {
			return nil, false
		}
		f := st.Field(i).Origin()
		p, t = m.Table.Sub(p, i, f), f.Type()
	}
	return p, true
}

// inside does to the fields of the struct that an argument refers to what the summary of
// a Go function tells.
func (m *machine) inside(w *world, fn *ssa.Function, sum *effect, i int, a val, pos token.Pos) {
	t := ir.ParamType(fn.Signature, i)
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	for _, part := range sum.Inside {
		if part.Param != i {
			continue // of another argument
		}
		q, ok := m.descend(a.cell, t, part.Path)
		if !ok {
			continue // another version of the type
		}
		v := w.Mem.At(q)
		switch {
		case part.Effect == paramKept:
			w.Mem.Set(q, val{})
			w.escape(v, pos)
		case v.kind == pointer:
			m.release(w, v, freer{name: fn.Name(), frees: part.Effect == paramFreed}, pos)
			if part.Effect == paramEnded && !isStruct(ir.ParamType(fn.Signature, i)) {
				w.Mem.Set(q, val{}) // of a struct by value, the caller has a copy
			}
		default:
			m.stale(w, v, fn.Name())
		}
	}
}

// takesStruct reports whether a parameter is a struct, or a pointer to one.
func takesStruct(fn *ssa.Function, i int) bool {
	t := ir.ParamType(fn.Signature, i)
	return t != nil && (isStruct(t) || isHandle(t))
}
