package maprace

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/parallel"
)

// fills returns the maps that a call of a function which nobody knows surely
// fills: they were made just before, and have been published.
//
//	c.m = make(map[string]int)
//	c.fill(c.m)
func (b *body) fills(instr ssa.Instruction) []touch {
	call, ok := instr.(*ssa.Call)
	if !ok || call.Call.StaticCallee() != nil || call.Call.Signature().Results().Len() > 0 {
		return nil // known, or perhaps it only looks
	}
	if _, ok := call.Call.Value.(*ssa.Builtin); ok || b.prog.callee(&call.Call).fn != nil {
		return nil // known
	}
	var out []touch
	for _, arg := range call.Call.Args {
		if !isMap(arg.Type()) {
			continue
		}
		m := b.prog.Value(arg)
		if keyOf(m) == nil {
			continue // nobody else has it
		}
		made := func(st *ssa.Store) bool {
			_, ok := st.Val.(*ssa.MakeMap)
			return ok && b.prog.Deref(b.prog.Value(st.Addr)) == m && parallel.Reaches(st, call, parallel.Cut{})
		}
		if slices.ContainsFunc(b.storesTo(), made) {
			out = append(out, touch{m: arg, kind: write})
		}
	}
	return out
}
