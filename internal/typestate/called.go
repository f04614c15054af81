package typestate

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// maxPassed bounds how often a function value is passed on.
const maxPassed = 3

// OnlyCalled reports whether a function value is only called or deferred where it is, or passed
// to functions that do no more with it.
func OnlyCalled(v ssa.Value) bool { return onlyCalled(v, 0) }

func onlyCalled(v ssa.Value, depth int) bool {
	for _, ref := range *v.Referrers() {
		if _, debug := ref.(*ssa.DebugRef); !debug && !calls(ref, v, depth) {
			return false
		}
	}
	return true
}

// Calls reports whether an instruction calls or defers v, itself or in the function that it
// passes v to, and does no more with it.
func Calls(instr ssa.Instruction, v ssa.Value) bool { return calls(instr, v, 0) }

func calls(instr ssa.Instruction, v ssa.Value, depth int) bool {
	call, ok := instr.(ssa.CallInstruction)
	if _, started := instr.(*ssa.Go); !ok || started {
		return false
	}
	common := call.Common()
	callee := ir.Origin(common.StaticCallee())
	for i, arg := range common.Args {
		switch {
		case arg != v:
			continue
		case callee == nil || callee.Blocks == nil || i >= len(callee.Params) || depth > maxPassed || !onlyCalled(callee.Params[i], depth+1):
			return false
		}
	}
	return true
}
