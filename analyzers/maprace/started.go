package maprace

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// started returns the findings of a group of which a goroutine that the
// package starts makes one access, and anybody may make the other, of which one
// writes, without any lock.
func (p *program) started(grp *group) []finding {
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
			if (!own || u.kind != write) && !grp.meanwhile(u, v) {
				continue // perhaps before it starts, or on the goroutine itself
			}
			out = append(out, p.proven(pair{a: u.access, b: v.access}))
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

// madeForGoroutine reports whether the map of a use is in a field of an object
// that a function makes, and starts a goroutine for.
func madeForGoroutine(u use) bool {
	if element(u.place) {
		return false
	}
	alloc, ok := u.place.Root.(*ssa.Alloc)
	return ok && alloc.Heap && alloc.Parent() == u.root
}

// mutates reports whether an instruction that writes to a map depends on what
// was in it, or deletes.
func mutates(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.MapUpdate:
		return looksInto(instr.Value, instr.Map, 0)
	case ssa.CallInstruction:
		b, ok := instr.Common().Value.(*ssa.Builtin)
		return ok && (b.Name() == "delete" || b.Name() == "clear")
	}
	return false
}

// looksInto reports whether a value was computed from an element of a map.
func looksInto(v, m ssa.Value, depth int) bool {
	if depth > 4 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Lookup:
		return v.X == m || types.Identical(v.X.Type(), m.Type())
	case *ssa.Extract:
		return looksInto(v.Tuple, m, depth+1)
	case *ssa.BinOp:
		return looksInto(v.X, m, depth+1) || looksInto(v.Y, m, depth+1)
	case *ssa.Convert:
		return looksInto(v.X, m, depth+1)
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
			return looksInto(v.Call.Args[0], m, depth+1)
		}
	case *ssa.Phi:
		for _, edge := range v.Edges {
			if looksInto(edge, m, depth+1) {
				return true
			}
		}
	}
	return false
}
