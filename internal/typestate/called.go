package typestate

import (
	"maps"
	"slices"

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

// InPlace returns the literals that are only called or deferred where they are made: what they do
// happens there. One that is returned is called in place if each caller calls the result at
// once: make(t)(). With passed, one may be passed to functions that only call it.
func InPlace(funcs []*ssa.Function, passed bool) map[*ssa.Function]bool {
	makers := makers(funcs)
	return literals(funcs, func(use ssa.Instruction, v ssa.Value) bool {
		if ret, ok := use.(*ssa.Return); ok {
			return makers[ret.Parent()] && len(ret.Results) == 1
		}
		call, ok := use.(ssa.CallInstruction)
		return Calls(use, v) && (passed || ok && call.Common().Value == v)
	})
}

// makers returns the functions whose only result each caller calls, or defers, and does
// nothing else with.
func makers(funcs []*ssa.Function) map[*ssa.Function]bool {
	atOnce := func(use ssa.Instruction, v ssa.Value) bool {
		call, ok := use.(*ssa.Call)
		return ok && call.Call.Value == v && OnlyCalled(call)
	}
	out := literals(funcs, atOnce)
	other := make(map[*ssa.Function]bool)
	for _, fn := range funcs {
		for instr := range ir.Each[ssa.Instruction](fn) {
			for _, op := range instr.Operands(nil) {
				if g, ok := (*op).(*ssa.Function); ok && g.Parent() == nil {
					out[g] = out[g] || atOnce(instr, g)
					other[g] = other[g] || !atOnce(instr, g)
				}
			}
		}
	}
	maps.DeleteFunc(out, func(fn *ssa.Function, _ bool) bool {
		obj, ok := ir.Func(fn)
		return other[fn] || ok && obj.Exported()
	})
	return out
}

// literals returns the literals of functions all of whose uses, as the value that stands for
// them, are as a function says.
func literals(funcs []*ssa.Function, only func(use ssa.Instruction, v ssa.Value) bool) map[*ssa.Function]bool {
	out := make(map[*ssa.Function]bool)
	for _, fn := range funcs {
		for instr := range ir.Each[ssa.Instruction](fn) {
			for _, op := range instr.Operands(nil) {
				lit, ok := (*op).(*ssa.Function)
				if !ok || lit.Parent() != fn {
					continue // no literal of this function
				}
				v, uses := ssa.Value(lit), []ssa.Instruction{instr}
				if made, ok := instr.(*ssa.MakeClosure); ok {
					v, uses = made, *made.Referrers()
				}
				kept := slices.ContainsFunc(uses, func(use ssa.Instruction) bool {
					_, debug := use.(*ssa.DebugRef)
					return !debug && !only(use, v)
				})
				before, seen := out[lit]
				out[lit] = !kept && (before || !seen)
			}
		}
	}
	return out
}
