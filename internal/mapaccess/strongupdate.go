package mapaccess

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
)

// fills returns the maps that a call of a function which nobody knows surely
// fills: they were made just before, and have been published.
//
//	c.m = make(map[string]int)
//	c.fill(c.m)
func (b *Function) fills(instr ssa.Instruction) []touch {
	call, ok := instr.(*ssa.Call)
	if !ok || call.Call.StaticCallee() != nil || call.Call.Signature().Results().Len() > 0 {
		return nil // known, or perhaps it only looks
	}
	if _, ok := call.Call.Value.(*ssa.Builtin); ok || b.Pkg.callee(&call.Call).Fn != nil {
		return nil // known
	}
	var out []touch
	for _, arg := range call.Call.Args {
		if !IsMap(arg.Type()) {
			continue
		}
		if KeyOf(b.Pkg.Value(arg)) != nil && b.justMade(arg, call) {
			out = append(out, touch{m: arg, kind: Write})
		}
	}
	return out
}

// justMade reports whether every way to an instruction assigns a new map to the
// variable that holds m.
func (b *Function) justMade(m ssa.Value, at ssa.Instruction) bool {
	variable := b.Pkg.Value(m)
	return slices.ContainsFunc(b.storesTo(), func(st *ssa.Store) bool {
		_, ok := st.Val.(*ssa.MakeMap)
		return ok && b.Pkg.Deref(b.Pkg.Value(st.Addr)) == variable && st.Block().Dominates(at.Block()) && cfg.Reaches(st, at, cfg.Cut{})
	})
}
