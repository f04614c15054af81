package mapaccess

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// export fills the accesses of the summary: what a caller may have to know.
func (b *Function) export() {
	for _, ev := range b.Events {
		for _, a := range ev.Accesses {
			if len(b.Sum.accesses) >= maxAccesses {
				return // enough
			}
			if !b.matters(a) {
				continue // nobody else has the map
			}
			if a.Thread != nil {
				a = b.joined(Moment{a, ev.Instr, ev.Deferred})
			}
			if !slices.ContainsFunc(b.Sum.accesses, a.same) {
				b.Sum.accesses = append(b.Sum.accesses, a)
			}
		}
	}
}

// matters reports whether the map of an access can be known to others: it is
// reached from what the caller gave, it is in a field of something that was not
// made here, or a goroutine has it.
func (b *Function) matters(a *Access) bool {
	at := a.Place
	if Visible(at.Root) {
		return true
	}
	if instr, ok := at.Root.(ssa.Instruction); ok && instr.Parent() != b.Fn {
		return KeyOf(at) != nil // a callee came by it
	}
	return KeyOf(at) != nil && (a.Thread != nil || !b.freshRoot(at.Root))
}

// joined returns an access of a goroutine as the function's own if the
// goroutine has surely ended when the function returns.
func (b *Function) joined(x Moment) *Access {
	a := *x.Access
	if !b.Outrun(x) {
		state := b.Locks.Before(x.At)
		a.Thread = nil
		a.Must, a.May = lockset.Union(a.Must, state.Must), lockset.Union(a.May, state.May)
		a.Order = b.orders.At(x.At)
		return &a
	}
	if !a.Thread.Many && !a.Thread.Pooled && b.Repeats(x) {
		t := *a.Thread
		t.Many = true
		a.Thread = &t
	}
	return &a
}

// KeyOf returns the field or package variable that holds a map, or the maps
// that are its elements; nil for a local one.
func KeyOf(at *place.Place) types.Object {
	for p := at; p != nil; p = p.Parent {
		if p.Var != nil {
			return p.Var
		}
		if p.Parent == nil {
			if obj, ok := place.Global(p.Root); ok {
				return obj
			}
		}
	}
	return nil
}
