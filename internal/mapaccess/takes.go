package mapaccess

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Takes reports whether the function takes one of the locks itself, or by way of a
// function that it calls, for however long: then its callers do not hold it.
func (b *Function) Takes(locks lockset.Set) bool {
	if b.taken == nil {
		b.taken = make(map[*place.Place]bool)
		b.takes(func(p *place.Place) { b.taken[p] = true })
		for call := range b.calls() {
			c := b.Pkg.callee(&call.Call)
			if callee := b.Pkg.Functions[c.Fn]; callee != nil {
				outward := b.Pkg.mapper(callee.Sum, c)
				callee.takes(func(p *place.Place) { b.taken[outward(p)] = true })
			}
		}
	}
	return slices.ContainsFunc(locks, func(h lockset.Held) bool { return b.taken[h.Place] })
}

// takes calls yield with the locks that the function itself takes.
func (b *Function) takes(yield func(*place.Place)) {
	for call := range b.calls() {
		if op, recv := lockset.Classify(&call.Call); op == lockset.Lock || op == lockset.RLock {
			yield(b.Value(recv))
		}
	}
}

// calls yields the calls of the function that run at once.
func (b *Function) calls() func(yield func(*ssa.Call) bool) {
	return func(yield func(*ssa.Call) bool) {
		for _, block := range b.Fn.Blocks {
			for _, instr := range block.Instrs {
				if call, ok := instr.(*ssa.Call); ok && !yield(call) {
					return
				}
			}
		}
	}
}
