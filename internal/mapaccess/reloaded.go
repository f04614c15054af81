package mapaccess

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// findReloaded returns the fields with maps that constructors make, and methods replace
// later: what an object is filled with changes while it is in use.
//
//	func (s *Server) Clear() { s.keys = make(map[string]bool) }
func (p *Package) findReloaded() map[*types.Var]bool {
	made, replaced := make(map[*types.Var]bool), make(map[*types.Var]bool)
	for addr, st := range FieldStores(p.Funcs) {
		if !IsMap(st.Val.Type()) {
			continue
		}
		field := place.FieldOf(addr.X.Type(), addr.Field)
		switch addr.X.(type) {
		case *ssa.Alloc:
			made[field] = true
		case *ssa.Parameter:
			if p.EntryOf(st.Parent()) == API && !onlyIfNil(st, addr) {
				replaced[field] = true
			}
		}
	}
	for field := range replaced {
		if !made[field] {
			delete(replaced, field)
		}
	}
	return replaced
}

// onlyIfNil reports whether a branch on the field that a store assigns decides about it:
// the map is made when it is first needed.
func onlyIfNil(st *ssa.Store, field *ssa.FieldAddr) bool {
	for block := st.Block().Idom(); block != nil; block = block.Idom() {
		branch, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		cmp, ok := branch.Cond.(*ssa.BinOp)
		if !ok {
			continue
		}
		for _, v := range []ssa.Value{cmp.X, cmp.Y} {
			load, ok := v.(*ssa.UnOp)
			if !ok {
				continue
			}
			if addr, ok := load.X.(*ssa.FieldAddr); ok && addr.X == field.X && addr.Field == field.Field {
				return true
			}
		}
	}
	return false
}
