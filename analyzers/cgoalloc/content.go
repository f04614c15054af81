package cgoalloc

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// content returns the memory that a variable of somebody else's holds: it is not
// this function's to free.
func (m *machine) content(w *world, p *place.Place) val {
	id := m.site(p, &site{name: p.String(), pos: m.root.Pos(), held: true, at: p})
	v := val{kind: pointer, obj: id}
	if _, ok := w.objs.Get(id); !ok {
		w.objs.Set(id, object{phase: lentArg})
	}
	w.Mem.Set(p, v)
	return v
}

// again reports whether the function touches a field in several places: only then
// is what becomes of its content worth a world of its own.
func (m *machine) again(load *ssa.UnOp, p *place.Place) bool {
	fn := load.Parent()
	if p.Var == nil || !within(fn, m.root) {
		return false
	}
	uses := m.touches[p.Var]
	if uses == nil {
		uses = make(map[*ssa.BasicBlock]int)
		addTouches(uses, m.root, p.Var)
		m.touches[p.Var] = uses
	}
	n := 0
	for _, k := range uses {
		n += k
	}
	return n > 1
}

// addTouches counts in which blocks the address of a field is taken; that of a
// literal counts for all of them.
func addTouches(uses map[*ssa.BasicBlock]int, fn *ssa.Function, f *types.Var) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if fa, ok := instr.(*ssa.FieldAddr); ok && place.FieldOf(fa.X.Type(), fa.Field) == f {
				uses[b]++
			}
		}
	}
	for _, lit := range fn.AnonFuncs {
		addTouches(uses, lit, f)
	}
}
