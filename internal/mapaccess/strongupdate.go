package mapaccess

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// fills returns the maps that a call of a function which nobody knows surely
// fills: they were made just before, and have been published.
//
//	c.m = make(map[string]int)
//	c.fill(c.m)
func (b *Function) fills(instr ssa.Instruction) []touch {
	call, ok := instr.(*ssa.Call)
	if !ok || call.Call.StaticCallee() != nil || call.Call.Signature().Results().Len() > 0 {
		return nil // known, or perhaps it only looks
	}
	if _, ok := call.Call.Value.(*ssa.Builtin); ok || b.Pkg.callee(&call.Call).Fn != nil {
		return nil // known
	}
	var out []touch
	for _, arg := range call.Call.Args {
		if !IsMap(arg.Type()) {
			continue
		}
		if KeyOf(b.Pkg.Value(arg)) != nil && b.justMade(arg, call) {
			out = append(out, touch{m: arg, kind: Write})
		}
	}
	return out
}

// justMade reports whether every way to an instruction assigns a new map to the
// variable that holds m.
func (b *Function) justMade(m ssa.Value, at ssa.Instruction) bool {
	return b.assignedNew(b.Pkg.Value(m), at)
}

// assignedNew reports whether every way to an instruction assigns a new map to a variable.
// One that assigns another field of its object, and holds no lock, has the object to itself.
func (b *Function) assignedNew(variable *place.Place, at ssa.Instruction) bool {
	if at == nil {
		return false // a goroutine's, which begins later
	}
	return slices.ContainsFunc(b.storesTo(), func(st *ssa.Store) bool {
		if _, ok := st.Val.(*ssa.MakeMap); !ok {
			return false // no new map
		}
		assigned := b.Pkg.Deref(b.Pkg.Value(st.Addr))
		same := assigned == variable || ownerOf(assigned) != nil && ownerOf(assigned) == ownerOf(variable) && len(b.Locks.Before(st).May) == 0
		return same && st.Block().Dominates(at.Block()) && cfg.Reaches(st, at, cfg.Cut{})
	})
}

// ownerOf returns the object in a field of which a map is, nil if it is in none.
func ownerOf(m *place.Place) *place.Place {
	if m.Field != place.Deref || m.Parent == nil || m.Parent.Var == nil {
		return nil
	}
	return m.Parent.Parent
}
