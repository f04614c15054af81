package mapaccess

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// findCondLocks returns the locks of condition variables that are in fields, as paths from
// the object, which the anchor of nil stands for. A field that gets several is left out.
//
//	q.cond = sync.NewCond(&q.mu)
func (p *Package) findCondLocks(funcs []*ssa.Function) map[*types.Var]*place.Place {
	out, stores := make(map[*types.Var]*place.Place), make(map[*types.Var]int)
	for addr, st := range FieldStores(funcs) {
		call, ok := st.Val.(*ssa.Call)
		if !ok {
			continue // not made here
		}
		if fn := callgraph.Called(&call.Call); fn == nil || fn.FullName() != "sync.NewCond" {
			continue // no condition variable
		}
		field := place.FieldOf(addr.X.Type(), addr.Field)
		stores[field]++
		if of, lock := p.Value(addr.X), p.Value(call.Call.Args[0]); lock.Within(of) && lock != of {
			out[field] = p.Rebase(lock, of, p.AnchorOf(nil))
		}
	}
	for field, n := range stores {
		if n > 1 {
			delete(out, field)
		}
	}
	return out
}

// condLock returns the lock that the field L of a condition variable refers to; nil if at is
// no such field, or it is not known.
func (p *Package) condLock(at *place.Place) *place.Place {
	l := at.Parent // the pointer in the interface L
	if at.Field != place.Deref || l == nil || l.Var == nil || l.Var.Name() != "L" || l.Var.Pkg() == nil || l.Var.Pkg().Path() != "sync" {
		return nil
	}
	cond := l.Parent
	if cond.Field == place.Deref && cond.Parent != nil {
		cond = cond.Parent
	}
	lock := p.condLocks[cond.Var]
	if lock == nil || cond.Parent == nil {
		return nil
	}
	return p.Rebase(lock, p.AnchorOf(nil), cond.Parent)
}
