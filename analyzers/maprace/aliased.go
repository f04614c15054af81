package maprace

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// aliased reports whether a use may hold the lock of a guard by another name: a
// field points to a lock that another object has, too.
//
//	keeper{mu: &o.mu}
func (p *checker) aliased(g guard, u use) bool {
	return slices.ContainsFunc(p.locksOf(u), func(h lockset.Held) bool {
		return p.lentLock(h.Place) || p.lentLock(g.lock)
	})
}

// lentLock reports whether a lock is what a field points to that was given it.
func (p *checker) lentLock(lock *place.Place) bool {
	return lock.Parent != nil && lock.Field == place.Deref && lock.Parent.Var != nil && p.lent[lock.Parent.Var]
}

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
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				st, ok := instr.(*ssa.Store)
				if !ok {
					continue
				}
				addr, ok := st.Addr.(*ssa.FieldAddr)
				if !ok || !locker(st.Val.Type()) {
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
		}
	}
	return out
}
