package maprace

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A pair is two accesses that can run in parallel.
type pair struct {
	a, b  *mapaccess.Access
	again bool // it takes two calls of the function
	sided bool // the locks of others tell that it is a which lacks one
}

// A function is one whose accesses are compared with each other.
type function struct{ *mapaccess.Function }

// maxPairs bounds the accesses to one map that are compared with each other.
const maxPairs = 60

// races returns the pairs of accesses of a body of which one runs on a
// goroutine that the body starts, and the other may run at the same time.
func (b function) races() []pair {
	byPlace := make(map[*place.Place][]mapaccess.Moment)
	var order []*place.Place
	for _, ev := range b.Events {
		for _, a := range ev.Accesses {
			if len(byPlace[a.Place]) == 0 {
				order = append(order, a.Place)
			}
			if len(byPlace[a.Place]) < maxPairs {
				byPlace[a.Place] = append(byPlace[a.Place], mapaccess.Moment{Access: a, At: ev.Instr, Deferred: ev.Deferred})
			}
		}
	}
	var out []pair
	for _, at := range order {
		all := byPlace[at]
		if !slices.ContainsFunc(all, func(m mapaccess.Moment) bool { return m.Thread != nil }) ||
			!slices.ContainsFunc(all, func(m mapaccess.Moment) bool { return m.Kind == mapaccess.Write }) {
			continue // one goroutine, or nobody writes
		}
		if !b.One(at) {
			continue // perhaps another map for each goroutine
		}
		for i, x := range all {
			for _, y := range all[i:] {
				switch {
				case !x.Kind.Conflicts(y.Kind) || !overlap(x.Access, y.Access) && !b.SameElement(x, y):
				case b.parallel(x, y):
					out = append(out, sided(all, x.Access, y.Access))
				case b.reentry(x, y) || b.reentry(y, x), x.Access == y.Access && b.reentryItself(x):
					out = append(out, pair{a: x.Access, b: y.Access, again: true})
				}
			}
		}
	}
	return out
}

// sided returns the pair of two accesses of which each holds a lock, but not the same one:
// the lock that more of all accesses to the map hold is its guard, and who lacks it comes
// first.
func sided(all []mapaccess.Moment, a, b *mapaccess.Access) pair {
	n := 0
	if len(a.May) > 0 && len(b.May) > 0 {
		for _, m := range all {
			n += len(lockset.Intersect(m.May, a.May)) - len(lockset.Intersect(m.May, b.May))
		}
	}
	if n > 0 {
		a, b = b, a
	}
	return pair{a: a, b: b, sided: n != 0}
}

// overlap reports whether two accesses to elements of one container can reach the same
// one. What a goroutine is given tells it apart from others, a request does not.
func overlap(x, y *mapaccess.Access) bool {
	if !x.Choice.Overlap(y.Choice) {
		return false
	}
	return x.Choice.How != mapaccess.Given || y.Choice.How != mapaccess.Given || x.Serves() && y.Serves()
}

// parallel reports whether two accesses to one map can happen at the same
// time, and nothing excludes it.
func (b function) parallel(x, y mapaccess.Moment) bool {
	if x.Thread == nil && y.Thread == nil || lockset.Exclude(b.lasting(x, y), y.May) || b.lockedOutside(x, y) || b.lockedOutside(y, x) || b.whiteBox(x, y) || b.ofLibrary(x, y) {
		return false
	}
	if x.At != y.At && x.Order.Precedes(y.Order) || x.Thread != nil && y.Thread != nil && (y.Order.Precedes(x.Order) || handedOver(x, y) || handedOver(y, x)) {
		return false
	}
	if x.At == y.At {
		return b.withItself(x, y)
	}
	return b.meets(x, y) || b.meets(y, x)
}

// ofLibrary reports whether both accesses are another package's, which guards its map and
// got that wrong, or whose constructor starts the goroutine: it tells so itself, and users of
// it can change nothing.
func (b function) ofLibrary(x, y mapaccess.Moment) bool {
	if x.Access.At.Pos.IsValid() || y.Access.At.Pos.IsValid() {
		return false
	}
	if x.At == x.Maker() || y.At == y.Maker() {
		return true
	}
	return slices.ContainsFunc(slices.Concat(x.May, y.May), func(h lockset.Held) bool {
		return h.Place.Var != nil && h.Place.Var.Pkg() != b.Pkg.Types
	})
}

// lockedOutside reports whether the function's own access may hold, by its
// callers, the lock of the goroutine: not one that the function takes itself.
func (b function) lockedOutside(own, other mapaccess.Moment) bool {
	return own.Thread == nil && b.Pkg.EntryOf(b.Fn) < mapaccess.Single && other.Access.LocksVisibly() && !b.Takes(other.May)
}

// hinted reports whether words say that a pair of the function is none: that there is no
// second call, or that callers hold the lock of the other side.
func (b function) hinted(pr pair) bool {
	if pr.again && (startUp(b.Fn) || callerLocks(b.Fn)) {
		return true
	}
	return callerLocks(b.Fn) && (pr.a.Thread == nil && pr.b.LocksVisibly() || pr.b.Thread == nil && pr.a.LocksVisibly())
}

// whiteBox reports whether a test compares notes with the code that it tests: it
// knows when that rests.
func (b function) whiteBox(x, y mapaccess.Moment) bool {
	if !b.Test {
		return false
	}
	for _, m := range []mapaccess.Moment{x, y} {
		if !m.Access.At.Pos.IsValid() || !b.Pkg.InTest(m.Access.At.Pos) {
			return true
		}
		if m.Thread != nil && (!m.Thread.Start.Pos.IsValid() || !b.Pkg.InTest(m.Thread.Start.Pos)) {
			return true
		}
	}
	return false
}

// lasting returns the locks of x that can be those of y: for a goroutine and
// the next one of the same loop, a lock that is made in the loop is not.
func (b function) lasting(x, y mapaccess.Moment) lockset.Set {
	if x.At != y.At {
		return x.May
	}
	return x.May.Map(func(p *place.Place) *place.Place {
		made, ok := p.Root.(ssa.Instruction)
		if ok && made.Parent() == b.Fn && cfg.InLoop(x.At, cfg.Cut{}) &&
			!cfg.InLoop(x.At, cfg.Cut{At: func(i ssa.Instruction) bool { return i == made }}) {
			return nil
		}
		return p
	})
}

// handedOver reports whether the goroutine of x unlocks for that of y a mutex
// that it did not lock.
func handedOver(x, y mapaccess.Moment) bool {
	for _, h := range x.Thread.Unlocks {
		if y.May.Mode(h.Place) != 0 {
			return true
		}
	}
	return false
}

// withItself reports whether two accesses of one instruction meet: the
// goroutine that it starts and the one that it starts the next time.
func (b function) withItself(x, y mapaccess.Moment) bool {
	if x.Thread == nil {
		x, y = y, x
	}
	if x.Thread == y.Thread && x.Thread.Many && x.Met == b.Fn {
		return true // it says so itself
	}
	return !x.Thread.Pooled && b.Repeats(x)
}

// meets reports whether the goroutine of x is still running when control gets
// to y.
func (b function) meets(x, y mapaccess.Moment) bool {
	if x.Thread == nil || x.Thread.Joined || !cfg.Reaches(x.At, y.At, b.Cut(x)) || b.JoinedByDefer(x, y) {
		return false
	}
	if y.Thread != nil {
		return !x.Thread.Pooled || x.Thread.Many || y.Thread.Start.Pos != x.Thread.Start.Pos
	}
	if x.Thread.Served && !b.StartsBetween(x.At, y.At) {
		return false // the handler is there, but no request yet
	}
	if x.Thread.Later {
		return false // nobody sees that it has started
	}
	for _, obj := range x.Order.Acquired {
		if b.ReleasedBetween(x.At, obj, y.At) {
			continue // orders nothing
		}
		if y.Order.After.Has(obj) || mapaccess.Visible(obj.Root) && mapaccess.IsChan(obj) {
			return false // x waits until y's goroutine has gone on
		}
	}
	return true
}

// reentry reports whether an access that a function makes itself meets that of a
// goroutine which an earlier call of it has started:
//
//	func (c *cache) Set(k string, v int) {
//		c.m[k] = v
//		time.AfterFunc(ttl, func() { delete(c.m, k) })
//	}
//
// That there are several calls for one map shows in the key, which the caller
// chooses, or in the request that is sent.
func (b function) reentry(own, other mapaccess.Moment) bool {
	if own.Thread != nil || other.Thread == nil || other.Thread.Joined || other.Thread.Pooled || other.Thread.Handler != "" {
		return false // of two goroutines, or of one that the function may run on itself
	}
	if !b.outlives(own.Place) || !(own.Chosen && b.Chosen(own.At)) && !(other.Thread.Sends && b.Chosen(other.At)) {
		return false // another map each time, or one call
	}
	if own.Initial || len(own.Order.Acquired) > 0 || own.Order.Waited || slices.ContainsFunc(own.Must, func(h lockset.Held) bool { return mapaccess.IsOnce(h.Place) }) {
		return false // a new map, or it waits for the goroutine before it
	}
	if lockset.Exclude(own.May, other.May) || b.lockedOutside(own, other) || b.whiteBox(own, other) {
		return false
	}
	return other.Thread.Sends || b.Outrun(other)
}

// reentryItself reports whether the goroutine that a function starts meets the one that
// its next call starts: the caller chooses what the goroutine is given.
//
//	func (s *stats) Watch(id int) { go s.poll(id) }
func (b function) reentryItself(x mapaccess.Moment) bool {
	t := x.Thread
	if t == nil || t.Joined || t.Pooled || t.Many || t.Handler != "" || t.Sends || x.Kind != mapaccess.Write || x.Initial {
		return false // waited for, or compared elsewhere
	}
	start, ok := x.At.(*ssa.Go)
	if !ok || !b.outlives(x.Place) || b.Pkg.EntryOf(b.Fn) != mapaccess.API || !x.Chosen || !b.starts(start) {
		return false // one call, as far as is seen
	}
	if len(x.Order.Acquired) > 0 || x.Order.Waited || lockset.Exclude(x.May, x.May) || b.whiteBox(x, x) {
		return false // it waits for the other, or locks
	}
	return b.Outrun(x)
}

// starts reports whether the caller chooses something that a go statement's function
// is given, or captures.
func (b function) starts(start *ssa.Go) bool {
	if b.Chosen(start) {
		return true
	}
	lit, ok := start.Call.Value.(*ssa.MakeClosure)
	return ok && slices.ContainsFunc(lit.Bindings, func(v ssa.Value) bool { return b.Given(v) })
}

// outlives reports whether a map is one for all calls of the function: that of
// its receiver, of a variable around it, or of the package.
func (b function) outlives(at *place.Place) bool {
	switch root := at.Root.(type) {
	case *ssa.Global, *place.Variable:
		return true
	case *ssa.FreeVar:
		return b.Pkg.EntryOf(b.Fn) != mapaccess.NotEntered // else the function around it tells
	case *ssa.Parameter:
		return b.Fn.Signature.Recv() != nil && len(b.Fn.Params) > 0 && b.Fn.Params[0] == root && at.Parent != nil
	}
	return false
}
