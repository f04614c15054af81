package cgoalloc

import "golang.org/x/tools/go/ssa"

// inPlace reports whether fn is a literal that is only called or deferred where
// it is made: it is interpreted there.
func inPlace(fn *ssa.Function) bool {
	if fn.Parent() == nil {
		return false
	}
	if callsGlue(fn) {
		return true
	}
	used := false
	for _, b := range fn.Parent().Blocks {
		for _, instr := range b.Instrs {
			for _, op := range instr.Operands(nil) {
				if *op != fn {
					continue // something else
				}
				used = true
				v, ok := instr.(*ssa.MakeClosure)
				if !ok {
					call, ok := instr.(ssa.CallInstruction)
					if _, isGo := instr.(*ssa.Go); !ok || isGo || call.Common().Value != fn {
						return false
					}
					continue
				}
				for _, ref := range *v.Referrers() {
					call, ok := ref.(ssa.CallInstruction)
					if _, isGo := ref.(*ssa.Go); !ok || isGo || call.Common().Value != v {
						if _, ret := ref.(*ssa.Return); ret && inPlace(fn.Parent()) {
							continue // a wrapper of a deferred C call
						}
						return false
					}
				}
			}
		}
	}
	return used
}
