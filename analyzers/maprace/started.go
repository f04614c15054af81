package maprace

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// started returns the findings of a group of which a goroutine that the
// package starts makes one access, and anybody may make the other, of which one
// writes, without any lock.
func (p *checker) started(grp *group, shared map[*types.Var]*mapaccess.Locking, funcs []*ssa.Function) []finding {
	var out []finding
	for _, u := range grp.uses {
		if u.Thread == nil || u.Entry == mapaccess.Unknown || u.Joined || len(p.locksOf(u)) > 0 {
			continue // of no goroutine of its own, nobody sees who starts it, it has ended, or a matter of guards
		}
		own := p.sharedRoot(u)
		if !own && !u.MadeForGoroutine() {
			continue // each has a map of its own
		}
		for _, v := range grp.uses {
			if v.Entry == mapaccess.Unknown || v.Joined || v.Entry == mapaccess.Single && v.Thread == nil || v.Root == u.Root && v.Access != u.Access || !p.sharedRoot(v) {
				continue // nobody sees when, it is alone, or it was compared before
			}
			if lockset.Exclude(u.Onces(), v.Onces()) {
				continue // what runs once, and those who wait for it
			}
			if v.Access == u.Access && !u.ParallelWithItself() || !mapaccess.Apart(u, v) && v.Access != u.Access {
				continue // alone
			}
			if len(p.locksOf(v)) > 0 || !sameOwner(u.Place, v.Place) || !overlap(u.Access, v.Access) {
				continue // a matter of guards, or each owner has one of its own
			}
			if !u.Kind.Conflicts(v.Kind) || p.precedes(u, v) || p.precedes(v, u) {
				continue // both read, or one waits for the other
			}
			if (!own || u.Kind != mapaccess.Write) && !p.meanwhile(grp, u, v) {
				continue // perhaps before it starts, or on the goroutine itself
			}
			f := p.proven(pair{a: u.Access, b: v.Access})
			if v.Thread == nil || u.Choice.How == mapaccess.Given {
				f.confidence = report.Inferred // that anybody may call it is no proof that somebody does meanwhile, nor that two ask for the same
			}
			if v.Thread == nil && v.Entry == mapaccess.API && sharing(v, shared) == nil && p.joinable(u, v, funcs) {
				f.confidence = report.ByName // that it is exported is no proof that it is called before the join
			}
			out = append(out, f.lowered(p.hinted(v)))
		}
	}
	return out
}

// meanwhile reports whether anybody makes the access v while the goroutine of u
// runs: not only before it starts, to register something, and not only on that
// goroutine.
func (p *checker) meanwhile(grp *group, u, v mapaccess.Use) bool {
	if v.Serves() && !u.Serves() {
		return true // requests come while it runs
	}
	if v.Thread != nil || v.Entry != mapaccess.API || len(v.Order.Acquired) > 0 || v.Order.Waited {
		return false
	}
	field, _ := grp.obj.(*types.Var)
	if u.Kind != mapaccess.Write && !(v.Kind == mapaccess.Write && (v.Mutates || p.Reloaded[field])) {
		return false
	}
	for _, w := range grp.uses {
		if w.Thread != nil && w.At.Pos == v.At.Pos {
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
func (p *checker) precedes(u, v mapaccess.Use) bool {
	if u.Thread == nil {
		return false // what it does afterwards says nothing of another call
	}
	after := make(map[*place.Place]bool)
	for _, obj := range u.Order.After {
		if !u.Order.Before.Has(obj) {
			after[p.relative(obj, u.Place)] = true
		}
	}
	return slices.ContainsFunc(v.Order.Acquired, func(obj *place.Place) bool {
		rel := p.relative(obj, v.Place)
		return rel != nil && after[rel]
	})
}

// joinable reports whether a method of the object that has the map waits for the
// goroutine of u to end, so that callers may well do so before they call the
// function of v. Of what a goroutine of another package releases, nothing is
// known: any wait counts.
func (p *checker) joinable(u, v mapaccess.Use, funcs []*ssa.Function) bool {
	recv := v.Root.Signature.Recv()
	if recv == nil {
		return false // a package variable
	}
	last := make(map[*place.Place]bool)
	for _, obj := range u.Order.After {
		if !u.Order.Before.Has(obj) {
			last[p.relative(obj, u.Place)] = true
		}
	}
	foreign := !u.Thread.Start.Pos.IsValid()
	for _, fn := range funcs {
		b := p.Functions[fn]
		if b == nil || fn.Signature.Recv() == nil || !types.Identical(fn.Signature.Recv().Type(), recv.Type()) || u.Runs(fn) {
			continue // not a method of the object, or what the goroutine does
		}
		for _, obj := range b.Sum.Sync.Acquires {
			if obj.Root == fn.Params[0] && (foreign || last[p.Rebase(obj, p.Root(obj.Root), p.AnchorOf(nil))]) {
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
	case mapaccess.Global(obj.Root):
		return obj
	case obj.Root != m.Root:
		return nil
	}
	return p.Rebase(obj, p.Root(m.Root), p.AnchorOf(nil))
}
