package cgoalloc

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// passedFunctions returns the functions that a parameter may be: those that the calls in the
// package pass, if nobody else can call the function and each passes one that is known.
func passedFunctions(funcs []*ssa.Function) map[*ssa.Parameter][]*ssa.Function {
	passed := make(map[*ssa.Parameter][]*ssa.Function)
	other := make(map[*ssa.Function]bool) // somebody else may call it
	for _, fn := range funcs {
		for instr := range ir.Each[ssa.Instruction](fn) {
			called := passes(instr, passed)
			for _, op := range instr.Operands(nil) {
				if g, ok := (*op).(*ssa.Function); ok {
					if g, _ := callgraph.Declared(g); g != called {
						other[g] = true
					}
				}
			}
		}
	}
	for p, fns := range passed {
		obj, ok := ir.Func(p.Parent())
		if !ok || obj.Exported() || other[p.Parent()] || slices.Contains(fns, nil) {
			delete(passed, p)
		}
	}
	return passed
}

// passes adds the functions that a call passes, nil for one that is not known, and returns
// which function is called.
func passes(instr ssa.Instruction, passed map[*ssa.Parameter][]*ssa.Function) *ssa.Function {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return nil
	}
	fn, args := callgraph.Callee(call.Common())
	if fn == nil {
		return nil
	}
	for i, p := range fn.Params {
		if _, ok := p.Type().Underlying().(*types.Signature); !ok || i >= len(args) {
			continue // no function
		}
		switch arg := args[i].(type) {
		case *ssa.Function:
			passed[p] = append(passed[p], arg)
		case *ssa.MakeClosure:
			passed[p] = append(passed[p], arg.Fn.(*ssa.Function))
		default:
			passed[p] = append(passed[p], nil)
		}
	}
	return fn
}

// lent returns the arguments of a call of a parameter that the call may keep or free. The
// others are only used, by each function that the parameter may be.
func (m *machine) lent(w *world, call *ssa.Call, args []val) []val {
	param, ok := call.Call.Value.(*ssa.Parameter)
	if !ok || len(m.pkg.passed[param]) == 0 {
		return args
	}
	args = slices.Clone(args)
	for i, a := range args {
		borrows := func(fn *ssa.Function) bool {
			use := new(fieldUse)
			if fn.Blocks != nil && i < len(fn.Params) {
				use.follow(m.pkg, fn.Params[i], m.callees)
			}
			return fn.Blocks != nil && i < len(fn.Params) && !use.freed && !use.unknown
		}
		if a.kind == pointer && !slices.ContainsFunc(m.pkg.passed[param], func(fn *ssa.Function) bool { return !borrows(fn) }) {
			m.use(w, a, call.Pos())
			args[i] = val{}
		}
	}
	return args
}
