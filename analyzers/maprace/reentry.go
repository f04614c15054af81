package maprace

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

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
	if !b.outlives(own.Place) || !b.Chosen(own.At) && !(other.Thread.Sends && b.Chosen(other.At)) {
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
	return ok && slices.ContainsFunc(lit.Bindings, func(v ssa.Value) bool { return b.Given(v, 0) })
}

// outlives reports whether a map is one for all calls of the function: that of
// its receiver, of a variable around it, or of the package.
func (b function) outlives(at *place.Place) bool {
	switch root := at.Root.(type) {
	case *ssa.Global, *place.Variable, *ssa.FreeVar:
		return true
	case *ssa.Parameter:
		return b.Fn.Signature.Recv() != nil && len(b.Fn.Params) > 0 && b.Fn.Params[0] == root && at.Parent != nil
	}
	return false
}
