package maprace

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// started returns the findings of a group of which a goroutine that the
// package starts makes one access, and anybody may make the other, of which one
// writes, without any lock.
func (p *checker) started(grp *group, shared map[*types.Var]*locking, funcs []*ssa.Function) []finding {
	var out []finding
	for _, u := range grp.uses {
		if u.thread == nil || u.entry == unknown || u.joined || len(p.locksOf(u)) > 0 {
			continue // of no goroutine of its own, nobody sees who starts it, it has ended, or a matter of guards
		}
		own := p.sharedRoot(u)
		if !own && !madeForGoroutine(u) {
			continue // each has a map of its own
		}
		for _, v := range grp.uses {
			if v.entry == unknown || v.joined || v.entry == single && v.thread == nil || v.root == u.root && v.access != u.access || quietUse(v) || !p.sharedRoot(v) {
				continue // nobody sees when, it is alone, or it was compared before
			}
			if v.access == u.access && !u.parallelWithItself() || !apart(u, v) && v.access != u.access {
				continue // alone
			}
			if len(p.locksOf(v)) > 0 || !sameOwner(u.place, v.place) {
				continue // a matter of guards, or each owner has one of its own
			}
			if p.precedes(u, v) || p.precedes(v, u) {
				continue // one waits for the other
			}
			if (!own || u.kind != write) && !grp.meanwhile(u, v) {
				continue // perhaps before it starts, or on the goroutine itself
			}
			f := p.proven(pair{a: u.access, b: v.access})
			if v.thread == nil && v.entry == api && sharing(v, shared) == nil && p.joinable(u, v, funcs) {
				f.confidence = report.ByName // that it is exported is no proof that it is called before the join
			}
			out = append(out, f)
		}
	}
	return out
}

// meanwhile reports whether anybody makes the access v while the goroutine of u
// runs: not only before it starts, to register something, and not only on that
// goroutine.
func (grp *group) meanwhile(u, v use) bool {
	if v.thread != nil || v.entry != api || len(v.order.Acquired) > 0 || v.order.Waited {
		return false
	}
	if u.kind != write && !(v.kind == write && v.mutates) {
		return false
	}
	for _, w := range grp.uses {
		if w.thread != nil && w.at.pos == v.at.pos {
			return false // the goroutine calls it
		}
	}
	return true
}

// precedes reports whether the access v waits for what the goroutine of u does
// after its access, in whichever functions the two are: both name it by the same
// path from the object that has the map.
//
//	func (f *Future) Start()     { go func() { defer close(f.done); f.m[k] = v }() }
//	func (f *Future) Result() int { <-f.done; return f.m[k] }
func (p *checker) precedes(u, v use) bool {
	if u.thread == nil {
		return false // what it does afterwards says nothing of another call
	}
	after := make(map[*place.Place]bool)
	for _, obj := range u.order.After {
		if !u.order.Before.Has(obj) {
			after[p.relative(obj, u.place)] = true
		}
	}
	return slices.ContainsFunc(v.order.Acquired, func(obj *place.Place) bool {
		rel := p.relative(obj, v.place)
		return rel != nil && after[rel]
	})
}

// joinable reports whether a method of the object that has the map waits for the
// goroutine of u to end, so that callers may well do so before they call the
// function of v. Of what a goroutine of another package releases, nothing is
// known: any wait counts.
func (p *checker) joinable(u, v use, funcs []*ssa.Function) bool {
	recv := v.root.Signature.Recv()
	if recv == nil {
		return false // a package variable
	}
	last := make(map[*place.Place]bool)
	for _, obj := range u.order.After {
		if !u.order.Before.Has(obj) {
			last[p.relative(obj, u.place)] = true
		}
	}
	foreign := !u.thread.start.pos.IsValid()
	for _, fn := range funcs {
		b := p.bodies[fn]
		if b == nil || fn.Signature.Recv() == nil || !types.Identical(fn.Signature.Recv().Type(), recv.Type()) || u.runs(fn) {
			continue // not a method of the object, or what the goroutine does
		}
		for _, obj := range b.sum.sync.Acquires {
			if obj.Root == fn.Params[0] && (foreign || last[p.rebase(obj, p.Root(obj.Root), p.anchorOf(nil))]) {
				return true
			}
		}
	}
	return false
}

// relative returns the path to obj from the root of a map, whichever object that
// is; obj itself in a package variable, and nil if it has another root.
func (p *checker) relative(obj, m *place.Place) *place.Place {
	switch {
	case global(obj.Root):
		return obj
	case obj.Root != m.Root:
		return nil
	}
	return p.rebase(obj, p.Root(m.Root), p.anchorOf(nil))
}

// madeForGoroutine reports whether the map of a use is in a field of an object
// that a function makes, and starts a goroutine for.
func madeForGoroutine(u use) bool {
	if element(u.place) {
		return false
	}
	alloc, ok := u.place.Root.(*ssa.Alloc)
	return ok && alloc.Heap && alloc.Parent() == u.root
}
