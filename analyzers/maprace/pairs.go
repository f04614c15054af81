package maprace

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A pair is two accesses that can run in parallel.
type pair struct {
	a, b *access
	// again is set if it takes two calls of the function.
	again bool
}

// A function is one whose accesses are compared with each other.
type function struct{ *body }

// maxPairs bounds the accesses to one map that are compared with each other.
const maxPairs = 60

// races returns the pairs of accesses of a body of which one runs on a
// goroutine that the body starts, and the other may run at the same time.
func (b function) races() []pair {
	byPlace := make(map[*place.Place][]moment)
	var order []*place.Place
	for _, ev := range b.events {
		for _, a := range ev.accesses {
			if len(byPlace[a.place]) == 0 {
				order = append(order, a.place)
			}
			if len(byPlace[a.place]) < maxPairs {
				byPlace[a.place] = append(byPlace[a.place], moment{a, ev.instr, ev.deferred})
			}
		}
	}
	var out []pair
	for _, at := range order {
		all := byPlace[at]
		if !slices.ContainsFunc(all, func(m moment) bool { return m.thread != nil }) ||
			!slices.ContainsFunc(all, func(m moment) bool { return m.kind == write }) {
			continue // one goroutine, or nobody writes
		}
		if !b.one(at) {
			continue // perhaps another map for each goroutine
		}
		for i, x := range all {
			for _, y := range all[i:] {
				switch {
				case !x.kind.conflicts(y.kind):
				case b.parallel(x, y):
					out = append(out, pair{a: x.access, b: y.access})
				case b.again(x, y) || b.again(y, x), x.access == y.access && b.againItself(x):
					out = append(out, pair{x.access, y.access, true})
				}
			}
		}
	}
	return out
}

// one reports whether a place is one map: the element of a container may be
// another one each time, and so may what a callee came by on its own.
func (b function) one(at *place.Place) bool {
	if element(at) {
		return false
	}
	switch root := at.Root.(type) {
	case *ssa.Global, *place.Variable:
		return true
	case *ssa.Parameter:
		return root.Parent() == b.fn
	case *ssa.FreeVar:
		return root.Parent() == b.fn
	case ssa.Instruction:
		return root.Parent() == b.fn
	}
	return false
}

// parallel reports whether two accesses to one map can happen at the same
// time, and nothing excludes it.
func (b function) parallel(x, y moment) bool {
	if x.thread == nil && y.thread == nil || lockset.Exclude(b.lasting(x, y), y.may) || b.lockedOutside(x, y) || b.lockedOutside(y, x) || b.whiteBox(x, y) {
		return false
	}
	if x.at != y.at && x.order.Precedes(y.order) || x.thread != nil && y.thread != nil && (y.order.Precedes(x.order) || handedOver(x, y) || handedOver(y, x)) {
		return false
	}
	if x.at == y.at {
		return b.withItself(x, y)
	}
	return b.meets(x, y) || b.meets(y, x)
}

// lockedOutside reports whether the function's own access may hold, by its
// callers, the lock of the goroutine.
func (b function) lockedOutside(own, other moment) bool {
	if own.thread != nil || b.prog.entryOf(b.fn) >= single && !callerLocks(b.fn) {
		return false
	}
	return slices.ContainsFunc(other.may, func(h lockset.Held) bool { return visible(h.Place.Root) })
}

// whiteBox reports whether a test compares notes with the code that it tests: it
// knows when that rests.
func (b function) whiteBox(x, y moment) bool {
	if !b.test {
		return false
	}
	for _, m := range []moment{x, y} {
		if !m.access.at.pos.IsValid() || !b.prog.inTest(m.access.at.pos) {
			return true
		}
		if m.thread != nil && (!m.thread.start.pos.IsValid() || !b.prog.inTest(m.thread.start.pos)) {
			return true
		}
	}
	return false
}

// lasting returns the locks of x that can be those of y: for a goroutine and
// the next one of the same loop, a lock that is made in the loop is not.
func (b function) lasting(x, y moment) lockset.Set {
	if x.at != y.at {
		return x.may
	}
	return x.may.Map(func(p *place.Place) *place.Place {
		made, ok := p.Root.(ssa.Instruction)
		if ok && made.Parent() == b.fn && cfg.InLoop(x.at, cfg.Cut{}) &&
			!cfg.InLoop(x.at, cfg.Cut{At: func(i ssa.Instruction) bool { return i == made }}) {
			return nil
		}
		return p
	})
}

// handedOver reports whether the goroutine of x unlocks for that of y a mutex
// that it did not lock.
func handedOver(x, y moment) bool {
	for _, h := range x.thread.unlocks {
		if y.may.Mode(h.Place) != 0 {
			return true
		}
	}
	return false
}

// withItself reports whether two accesses of one instruction meet: the
// goroutine that it starts and the one that it starts the next time.
func (b function) withItself(x, y moment) bool {
	if x.thread == nil {
		x, y = y, x
	}
	if x.thread == y.thread && x.thread.many && x.met == b.fn {
		return true // it says so itself
	}
	return !x.thread.pooled && cfg.InLoop(x.at, b.cut(x))
}

// meets reports whether the goroutine of x is still running when control gets
// to y.
func (b function) meets(x, y moment) bool {
	if x.thread == nil || x.thread.joined || !cfg.Reaches(x.at, y.at, b.cut(x)) || b.joinedByDefer(x, y) {
		return false
	}
	if y.thread != nil {
		return !x.thread.pooled || x.thread.many || y.thread.start.pos != x.thread.start.pos
	}
	if x.thread.later {
		return false // nobody sees that it has started
	}
	for _, obj := range x.order.Acquired {
		if b.releasedBetween(x.at, obj, y.at) {
			continue // orders nothing
		}
		if y.order.After.Has(obj) || visible(obj.Root) && isChan(obj) {
			return false // x waits until y's goroutine has gone on
		}
	}
	return true
}

// joinedByDefer reports whether a deferred call that surely runs before y waits for
// the goroutine of x.
//
//	defer func() { fmt.Println(o.Summary()) }()
//	o.Start()
//	defer o.Stop()
func (b function) joinedByDefer(x, y moment) bool {
	run, ok := y.at.(*ssa.RunDefers)
	if !ok || y.deferred == nil {
		return false
	}
	for _, d := range b.defers[run] {
		if d == y.deferred {
			return false // those that follow come too late
		}
		if d.Block().Dominates(run.Block()) && b.joins(b.callSync(happens.Effect{}, d), x) {
			return true
		}
	}
	return false
}
