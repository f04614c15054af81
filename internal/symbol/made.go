package symbol

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// made returns what a value that is no expression says of itself: of what is made here, that
// it is not nil.
func made(v ssa.Value) Fact {
	f := ofType(v.Type())
	switch v := v.(type) {
	case *ssa.Alloc, *ssa.MakeInterface, *ssa.MakeClosure, *ssa.MakeMap, *ssa.MakeChan, *ssa.MakeSlice, *ssa.Function, *ssa.Global:
		f.Not = "nil"
	case *ssa.Call:
		if fn := v.Call.StaticCallee(); fn != nil && (fn.String() == "errors.New" || fn.String() == "fmt.Errorf") {
			f.Not = "nil"
		}
	}
	return f
}

// loaded returns what a load says of itself. An error in a variable that is given a value where
// it is declared, and never set again, is there to be compared with: it is not nil.
func (t *Table) loaded(load *ssa.UnOp) Fact {
	f := ofType(load.Type())
	if g, ok := load.X.(*ssa.Global); ok && t.Constant != nil && types.Identical(load.Type(), types.Universe.Lookup("error").Type()) && t.Constant(g) && given(g) {
		f.Not = "nil"
	}
	return f
}

// given reports whether a variable of a package has a value where it is declared. Of another
// package that is taken for granted.
func given(g *ssa.Global) bool {
	init := g.Pkg.Func("init")
	if init == nil || len(init.Blocks) == 0 {
		return true
	}
	for _, b := range init.Blocks {
		for _, instr := range b.Instrs {
			if s, ok := instr.(*ssa.Store); ok && s.Addr == g {
				k, isConst := s.Val.(*ssa.Const)
				return !isConst || !k.IsNil()
			}
		}
	}
	return false
}
