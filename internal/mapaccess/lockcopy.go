package mapaccess

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// IsLockCopy reports whether a lock lies in a local copy of a struct: it excludes nobody.
func (p *Package) IsLockCopy(lock *place.Place) bool {
	local, ok := lock.Root.(*ssa.Alloc)
	return ok && lock.Parent != nil && p.Copied(local)
}

// original returns the lock that p shares its state with: if p lies in a local copy of a
// struct, and the lock keeps its state behind pointers, the one in the struct that was copied;
// of a condition variable, its lock.
//
//	type mutex struct{ m *sync.RWMutex }
//
//	func (s set) Len() int { s.mu.RLock(); ... }
func (b *Function) original(p *place.Place) *place.Place {
	if p == nil || p.Parent == nil {
		return p
	}
	if lock := b.Pkg.condLock(p); lock != nil {
		return lock
	}
	local, ok := p.Root.(*ssa.Alloc)
	if !ok || local.Parent() != b.Fn || p.Type() == nil || holdsState(p.Type()) {
		return p
	}
	var copied ssa.Value
	for _, ref := range *local.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == local {
			if copied != nil {
				return p // one of several
			}
			copied = st.Val
		}
	}
	if copied == nil {
		return p // made here
	}
	return b.Pkg.Rebase(p, b.Pkg.Root(local), b.Pkg.Value(copied))
}

// holdsState reports whether a copy of a value of type t has a state of its own as a lock:
// t is a type of package sync, or a struct that has one in it, or it is no struct.
func holdsState(t types.Type) bool {
	if named, ok := types.Unalias(t).(*types.Named); ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "sync" {
		return true
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return true
	}
	for field := range st.Fields() {
		switch field.Type().Underlying().(type) {
		case *types.Struct, *types.Array, *types.Basic:
			if holdsState(field.Type()) {
				return true
			}
		}
	}
	return false
}
