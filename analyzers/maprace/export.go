package maprace

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// export fills the accesses of the summary: what a caller may have to know.
func (b *body) export() {
	for _, ev := range b.events {
		for _, a := range ev.accesses {
			if len(b.sum.accesses) >= maxAccesses {
				return // enough
			}
			if !b.matters(a) {
				continue // nobody else has the map
			}
			if a.thread != nil {
				a = b.joined(moment{a, ev.instr, ev.deferred})
			}
			if !slices.ContainsFunc(b.sum.accesses, a.same) {
				b.sum.accesses = append(b.sum.accesses, a)
			}
		}
	}
}

// matters reports whether the map of an access can be known to others: it is
// reached from what the caller gave, it is in a field of something that was not
// made here, or a goroutine has it.
func (b *body) matters(a *access) bool {
	at := a.place
	if visible(at.Root) {
		return true
	}
	if instr, ok := at.Root.(ssa.Instruction); ok && instr.Parent() != b.fn {
		return keyOf(at) != nil // a callee came by it
	}
	return keyOf(at) != nil && (a.thread != nil || !b.freshRoot(at.Root))
}

// joined returns an access of a goroutine as the function's own if the
// goroutine has surely ended when the function returns.
func (b *body) joined(x moment) *access {
	a := *x.access
	if !b.outrun(x) {
		state := b.locks.Before(x.at)
		a.thread = nil
		a.must, a.may = lockset.Union(a.must, state.Must), lockset.Union(a.may, state.May)
		a.order = b.orders.At(x.at)
		return &a
	}
	if !a.thread.many && !a.thread.pooled && cfg.InLoop(x.at, b.cut(x)) {
		t := *a.thread
		t.many = true
		a.thread = &t
	}
	return &a
}

// keyOf returns the field or package variable that holds a map, or the maps
// that are its elements; nil for a local one.
func keyOf(at *place.Place) types.Object {
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
