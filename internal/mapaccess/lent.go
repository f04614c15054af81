package mapaccess

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// locker reports whether a pointer or interface type has a method Lock.
func locker(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		m, _, _ := types.LookupFieldOrMethod(t, true, nil, "Lock")
		_, ok := m.(*types.Func)
		return ok
	}
	return false
}

// findLent returns the fields that are given locks which others have: those of
// other fields and variables, and what a caller gave.
func findLent(funcs []*ssa.Function) map[*types.Var]bool {
	out := make(map[*types.Var]bool)
	for addr, st := range FieldStores(funcs) {
		if !locker(st.Val.Type()) {
			continue
		}
		val := st.Val
		if made, ok := val.(*ssa.MakeInterface); ok {
			val = made.X
		}
		switch val.(type) {
		case *ssa.FieldAddr, *ssa.Parameter, *ssa.Global, *ssa.UnOp:
			out[place.FieldOf(addr.X.Type(), addr.Field)] = true
		}
	}
	return out
}
