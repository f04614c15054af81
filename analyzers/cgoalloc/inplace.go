package cgoalloc

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// calledInPlace returns the literals that are only called or deferred where they are
// made: they are interpreted there.
func calledInPlace(funcs []*ssa.Function) map[*ssa.Function]bool {
	called := make(map[*ssa.Function]bool)   // that are used so
	leaves := make(map[*ssa.Function]bool)   // that are used in another way
	returned := make(map[*ssa.Function]bool) // by a literal, as the wrapper of a deferred C call is
	for _, fn := range funcs {
		for instr := range ir.Each[ssa.Instruction](fn) {
			for _, op := range instr.Operands(nil) {
				lit, ok := (*op).(*ssa.Function)
				if !ok || lit.Parent() != fn {
					continue // no literal of this function
				}
				called[lit] = true
				made, ok := instr.(*ssa.MakeClosure)
				if !ok {
					leaves[lit] = leaves[lit] || !calls(instr, lit)
					continue
				}
				for _, ref := range *made.Referrers() {
					if _, ret := ref.(*ssa.Return); ret {
						returned[lit] = true
					} else if !calls(ref, made) {
						leaves[lit] = true
					}
				}
			}
		}
	}
	inPlace := make(map[*ssa.Function]bool)
	for _, fn := range funcs { // a literal comes after the function that it stands in
		if fn.Parent() != nil && (callsGlue(fn) || called[fn] && !leaves[fn] && (!returned[fn] || inPlace[fn.Parent()])) {
			inPlace[fn] = true
		}
	}
	return inPlace
}

// calls reports whether an instruction calls or defers v, and does no more with it.
func calls(instr ssa.Instruction, v ssa.Value) bool {
	call, ok := instr.(ssa.CallInstruction)
	_, isGo := instr.(*ssa.Go)
	return ok && !isGo && call.Common().Value == v
}
