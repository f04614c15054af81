package mapaccess

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Takes reports whether the function takes one of the locks itself, or by way of a
// function that it calls, for however long: then its callers do not hold it.
func (b *Function) Takes(locks lockset.Set) bool {
	found := false
	b.taken(func(p *place.Place) { found = found || locks.Mode(p) != 0 })
	for call := range b.calls() {
		c := b.Pkg.callee(&call.Call)
		callee := b.Pkg.Functions[c.Fn]
		if found || callee == nil {
			continue // has no code here
		}
		outward := b.Pkg.mapper(callee.Sum, c)
		callee.taken(func(p *place.Place) {
			if p = outward(p); p != nil {
				found = found || locks.Mode(p) != 0
			}
		})
	}
	return found
}

// taken calls yield with the locks that the function itself takes.
func (b *Function) taken(yield func(*place.Place)) {
	for call := range b.calls() {
		if op, recv := lockset.Classify(&call.Call); op == lockset.Lock || op == lockset.RLock {
			yield(b.Pkg.Value(recv))
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
