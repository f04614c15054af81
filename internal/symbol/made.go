package symbol

import "golang.org/x/tools/go/ssa"

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
