package maprace

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// again reports whether an access that a function makes itself meets that of a
// goroutine which an earlier call of it has started:
//
//	func (c *cache) Set(k string, v int) {
//		c.m[k] = v
//		time.AfterFunc(ttl, func() { delete(c.m, k) })
//	}
//
// That there are several calls for one map shows in the key, which the caller
// chooses, or in the request that is sent.
func (b function) again(own, other moment) bool {
	if own.thread != nil || other.thread == nil || other.thread.joined || other.thread.pooled || other.thread.handler != "" {
		return false // of two goroutines, or of one that the function may run on itself
	}
	if !b.outlives(own.place) || startUp(b.fn) || callerLocks(b.fn) || !b.chosen(own.at) && !(other.thread.sends && b.chosen(other.at)) {
		return false // another map each time, or one call
	}
	if own.initial || len(own.order.Acquired) > 0 || own.order.Waited || slices.ContainsFunc(own.must, func(h lockset.Held) bool { return isOnce(h.Place) }) {
		return false // a new map, or it waits for the goroutine before it
	}
	if lockset.Exclude(own.may, other.may) || b.lockedOutside(own, other) || b.whiteBox(own, other) {
		return false
	}
	return other.thread.sends || b.outrun(other)
}

// againItself reports whether the goroutine that a function starts meets the one that
// its next call starts: the caller chooses what the goroutine is given.
//
//	func (s *stats) Watch(id int) { go s.poll(id) }
func (b function) againItself(x moment) bool {
	t := x.thread
	if t == nil || t.joined || t.pooled || t.many || t.handler != "" || t.sends || x.kind != write || x.initial {
		return false // waited for, or compared elsewhere
	}
	start, ok := x.at.(*ssa.Go)
	if !ok || !b.outlives(x.place) || startUp(b.fn) || callerLocks(b.fn) || b.prog.entryOf(b.fn) != api || !x.chosen || !b.starts(start) {
		return false // one call, as far as is seen
	}
	if len(x.order.Acquired) > 0 || x.order.Waited || lockset.Exclude(x.may, x.may) || b.whiteBox(x, x) {
		return false // it waits for the other, or locks
	}
	return b.outrun(x)
}

// starts reports whether the caller chooses something that a go statement's function
// is given, or captures.
func (b function) starts(start *ssa.Go) bool {
	if b.chosen(start) {
		return true
	}
	lit, ok := start.Call.Value.(*ssa.MakeClosure)
	return ok && slices.ContainsFunc(lit.Bindings, func(v ssa.Value) bool { return b.given(v, 0) })
}

// outlives reports whether a map is one for all calls of the function: that of
// its receiver, of a variable around it, or of the package.
func (b function) outlives(at *place.Place) bool {
	switch root := at.Root.(type) {
	case *ssa.Global, *place.Variable, *ssa.FreeVar:
		return true
	case *ssa.Parameter:
		return b.fn.Signature.Recv() != nil && len(b.fn.Params) > 0 && b.fn.Params[0] == root && at.Parent != nil
	}
	return false
}
