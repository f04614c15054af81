package maprace

import (
	"go/types"
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
func (b *body) again(own, other moment) bool {
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
func (b *body) againItself(x moment) bool {
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
func (b *body) starts(start *ssa.Go) bool {
	if b.chosen(start) {
		return true
	}
	lit, ok := start.Call.Value.(*ssa.MakeClosure)
	return ok && slices.ContainsFunc(lit.Bindings, func(v ssa.Value) bool { return b.given(v, 0) })
}

// outlives reports whether a map is one for all calls of the function: that of
// its receiver, of a variable around it, or of the package.
func (b *body) outlives(at *place.Place) bool {
	switch root := at.Root.(type) {
	case *ssa.Global, *place.Variable, *ssa.FreeVar:
		return true
	case *ssa.Parameter:
		return b.fn.Signature.Recv() != nil && len(b.fn.Params) > 0 && b.fn.Params[0] == root && at.Parent != nil
	}
	return false
}

// chosen reports whether the caller chooses the element that an instruction
// accesses, or passes something to the function that does so.
func (b *body) chosen(at ssa.Instruction) bool {
	switch at := at.(type) {
	case *ssa.MapUpdate:
		return b.given(at.Key, 0)
	case *ssa.Lookup:
		return b.given(at.Index, 0)
	case ssa.CallInstruction:
		args := at.Common().Args
		if _, ok := at.Common().Value.(*ssa.Builtin); ok {
			args = args[1:] // delete(m, k)
		}
		return slices.ContainsFunc(args, func(v ssa.Value) bool { return b.given(v, 0) })
	}
	return false
}

// maxGiven bounds the steps from a key back to a parameter.
const maxGiven = 6

// given reports whether a value is computed from what the caller passed, other
// than the receiver.
func (b *body) given(v ssa.Value, depth int) bool {
	if depth > maxGiven {
		return false
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		return b.fn.Signature.Recv() == nil || len(b.fn.Params) == 0 || b.fn.Params[0] != v
	case *ssa.UnOp:
		return b.given(v.X, depth+1)
	case *ssa.FieldAddr:
		return b.given(v.X, depth+1)
	case *ssa.Field:
		return b.given(v.X, depth+1)
	case *ssa.Convert:
		return b.given(v.X, depth+1)
	case *ssa.ChangeType:
		return b.given(v.X, depth+1)
	case *ssa.MakeInterface:
		return b.given(v.X, depth+1)
	case *ssa.BinOp:
		return b.given(v.X, depth+1) || b.given(v.Y, depth+1)
	case *ssa.Extract:
		return b.given(v.Tuple, depth+1)
	case *ssa.Call:
		return slices.ContainsFunc(v.Call.Args, func(a ssa.Value) bool { return b.given(a, depth+1) })
	case *ssa.FreeVar: // of the function around
		ptr, ok := v.Type().Underlying().(*types.Pointer)
		if !ok {
			return false
		}
		_, basic := ptr.Elem().Underlying().(*types.Basic)
		return basic
	case *ssa.Alloc:
		return spilled(v, func(s ssa.Value) bool { return b.given(s, depth+1) })
	}
	return false
}

// spilled reports whether a local variable that is kept in memory, as those are
// that a literal captures, gets a value of which is is true.
func spilled(v *ssa.Alloc, is func(ssa.Value) bool) bool {
	for _, ref := range *v.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == v && is(st.Val) {
			return true
		}
	}
	return false
}

// returns gives the instructions at which a function returns.
func returns(fn *ssa.Function) []ssa.Instruction {
	var out []ssa.Instruction
	for _, block := range fn.Blocks {
		if n := len(block.Instrs); n > 0 {
			if ret, ok := block.Instrs[n-1].(*ssa.Return); ok {
				out = append(out, ret)
			}
		}
	}
	return out
}
