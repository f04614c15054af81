package symbol

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Pure reports whether a call is one of a method whose result depends on its receiver and
// its argument alone: t.IsZero(), t.Before(u), or one that only computes.
func Pure(call *ssa.Call) bool {
	fn := call.Call.StaticCallee()
	if fn == nil || fn.Signature.Recv() == nil || len(call.Call.Args) > 2 || fn.Signature.Results().Len() != 1 {
		return false
	}
	inTime := true
	for _, arg := range call.Call.Args {
		_, basic := arg.Type().Underlying().(*types.Basic)
		if !basic && !ofTime(arg.Type()) {
			return false // what it points to may change
		}
		inTime = inTime && ofTime(arg.Type())
	}
	return inTime || computes(fn)
}

// ofTime reports whether t is time.Time or time.Duration.
func ofTime(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "time" {
		return false
	}
	return named.Obj().Name() == "Time" || named.Obj().Name() == "Duration"
}

// computes reports whether a function is one expression of its parameters.
func computes(fn *ssa.Function) bool {
	if len(fn.Blocks) != 1 {
		return false
	}
	for _, instr := range fn.Blocks[0].Instrs {
		switch instr := instr.(type) {
		case *ssa.BinOp, *ssa.Convert, *ssa.ChangeType, *ssa.Return, *ssa.DebugRef:
		case *ssa.UnOp:
			if instr.Op == token.MUL || instr.Op == token.ARROW {
				return false
			}
		default:
			return false
		}
	}
	return true
}
