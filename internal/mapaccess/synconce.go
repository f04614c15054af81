package mapaccess

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// onceEffect is that of once.Do: what the function did happened before
// everything after it, as if a write lock had become a read lock.
func (p *Package) onceEffect(once ssa.Value) (lockset.Effect, bool) {
	at := p.Value(once)
	if p.resets(at) {
		return lockset.Effect{}, false // it may run again
	}
	held := lockset.Set{{Place: at, Mode: lockset.Read}}
	return lockset.Effect{Acquired: held, MayAcquired: held}, true
}

// resets reports whether the package assigns to the field that a sync.Once, or
// the pointer to it, is in.
func (p *Package) resets(once *place.Place) bool {
	if once.Field == place.Deref && once.Parent != nil {
		once = once.Parent // a pointer to it
	}
	return once.Var != nil && p.reset[once.Var]
}

// findResets returns the fields of type sync.Once that some function assigns
// to, other than of a variable that it makes.
func findResets(funcs []*ssa.Function) map[*types.Var]bool {
	out := make(map[*types.Var]bool)
	for addr, st := range FieldStores(funcs) {
		if (isNamedOnce(st.Val.Type()) || pointsToOnce(st.Val.Type())) && !inLiteral(addr) {
			out[place.FieldOf(addr.X.Type(), addr.Field)] = true
		}
	}
	return out
}

// Once reports whether a Once of the object that has the map runs a use.
func (u Use) Once() bool {
	return slices.ContainsFunc(u.Must, func(h lockset.Held) bool {
		return IsOnce(h.Place) && h.Mode == lockset.Write && h.Place.Root == u.Place.Root
	})
}

// Onces returns what a use runs under, or waits for, once.
func (u Use) Onces() lockset.Set {
	return slices.DeleteFunc(slices.Clone(u.May), func(h lockset.Held) bool { return !IsOnce(h.Place) })
}

// IsOnce reports whether a lock is a sync.Once, which guards what it runs only.
func IsOnce(lock *place.Place) bool {
	if IsMark(lock) {
		return true
	}
	if lock.Var != nil {
		return isNamedOnce(lock.Var.Type())
	}
	if lock.Parent != nil && lock.Parent.Var != nil {
		return pointsToOnce(lock.Parent.Var.Type())
	}
	if lock.Parent != nil || lock.Root.Type() == nil {
		return false
	}
	return pointsToOnce(lock.Root.Type())
}

func pointsToOnce(t types.Type) bool {
	ptr, ok := t.Underlying().(*types.Pointer)
	return ok && isNamedOnce(ptr.Elem())
}

func isNamedOnce(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Once" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "sync"
}
