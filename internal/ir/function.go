package ir

import (
	"go/ast"
	"go/types"
	"iter"

	"golang.org/x/tools/go/ssa"
)

// Functions that nobody wrote (wrappers, bound methods, thunks, instances, init)
// lack a package, an object or syntax, each in its own way. What follows is the
// only way to ask a function for one; a test of the suite sees to that.

// Func returns the declaration of fn: for an instance that of its origin, for a
// wrapper, bound method or thunk that of the method. ok is false for literals and
// for what has no declaration, such as the initializer of a package.
func Func(fn *ssa.Function) (obj *types.Func, ok bool) {
	if fn == nil {
		return nil, false
	}
	obj, ok = fn.Object().(*types.Func)
	return obj, ok && obj != nil
}

// Pkg returns the package that fn belongs to, for a literal that of the function
// around it; nil for what belongs to none, such as the method Error of error.
func Pkg(fn *ssa.Function) *types.Package {
	for fn != nil {
		if fn.Pkg != nil {
			return fn.Pkg.Pkg
		}
		if obj, ok := Func(fn); ok {
			return obj.Pkg()
		}
		fn = fn.Parent()
	}
	return nil
}

// Path returns the import path of the package that fn belongs to, or "".
func Path(fn *ssa.Function) string {
	if pkg := Pkg(fn); pkg != nil {
		return pkg.Path()
	}
	return ""
}

// Syntax returns the declaration or literal of fn, nil if nobody wrote it or if it
// is of another package.
func Syntax(fn *ssa.Function) ast.Node {
	if fn == nil {
		return nil
	}
	return fn.Syntax()
}

// Origin returns the generic function of which fn is an instance, or fn.
func Origin(fn *ssa.Function) *ssa.Function {
	if fn == nil || fn.Origin() == nil {
		return fn
	}
	return fn.Origin()
}

// Declared returns the declared function around a literal, or fn.
func Declared(fn *ssa.Function) *ssa.Function {
	for fn != nil && fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// ParamType returns the type of a parameter, the receiver being the first; nil if there is
// none.
func ParamType(sig *types.Signature, i int) types.Type {
	if recv := sig.Recv(); recv != nil {
		if i == 0 {
			return recv.Type()
		}
		i--
	}
	if i >= sig.Params().Len() {
		return nil
	}
	return sig.Params().At(i).Type()
}

// Each yields the instructions of one type in fn, block by block.
func Each[I ssa.Instruction](fn *ssa.Function) iter.Seq[I] {
	return func(yield func(I) bool) {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if i, ok := instr.(I); ok && !yield(i) {
					return
				}
			}
		}
	}
}
