package callgraph

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// Declared returns the function that fn stands for: the origin of an instance,
// the method behind a method value or method expression. bound is set for a
// method value, whose receiver is its only free variable and the first
// parameter of the method.
func Declared(fn *ssa.Function) (decl *ssa.Function, bound bool) {
	fn = ir.Origin(fn)
	bound = strings.HasPrefix(fn.Synthetic, "bound method wrapper")
	if !bound && !strings.HasPrefix(fn.Synthetic, "thunk") {
		return fn, false
	}
	obj, ok := ir.Func(fn)
	if !ok {
		return fn, false
	}
	recv := obj.Type().(*types.Signature).Recv()
	if recv == nil || types.IsInterface(recv.Type()) {
		return fn, false // calls a method that is not known here
	}
	if m := fn.Prog.FuncValue(obj.Origin()); m != nil {
		return m, bound
	}
	return fn, false
}

// Callee returns the function that a call surely runs, and the arguments in
// the order of its parameters, receiver first. It is nil for a dynamic call;
// see [Hierarchy.Targets].
func Callee(call *ssa.CallCommon) (*ssa.Function, []ssa.Value) {
	fn := call.StaticCallee()
	if fn == nil {
		return nil, nil
	}
	decl, bound := Declared(fn)
	if !bound {
		return decl, call.Args
	}
	made, ok := call.Value.(*ssa.MakeClosure)
	if !ok {
		return nil, nil
	}
	return decl, append([]ssa.Value{made.Bindings[0]}, call.Args...)
}

// maxValues bounds the values that are looked at for a function value.
const maxValues = 16

// Functions returns the functions that a function value may be: a literal or function, what is
// assigned to a local variable, what a function returns; nil if it may be another.
//
//	f := func() { ... }
//	f()
func Functions(v ssa.Value) []*ssa.Function {
	var out []*ssa.Function
	seen := make(map[ssa.Value]bool)
	var find func(v ssa.Value) bool
	find = func(v ssa.Value) bool {
		if seen[v] {
			return true
		}
		if seen[v] = true; len(seen) > maxValues {
			return false
		}
		switch v := v.(type) {
		case *ssa.Function:
			fn, _ := Declared(v)
			if !slices.Contains(out, fn) {
				out = append(out, fn)
			}
			return true
		case *ssa.MakeClosure:
			return find(v.Fn)
		case *ssa.ChangeType:
			return find(v.X)
		case *ssa.Phi:
			return !slices.ContainsFunc(v.Edges, func(edge ssa.Value) bool { return !find(edge) })
		case *ssa.UnOp:
			local, ok := v.X.(*ssa.Alloc)
			return ok && allStored(local, find)
		case *ssa.Call:
			fn, _ := Callee(&v.Call)
			return fn != nil && allReturned(fn, find)
		}
		return false
	}
	if !find(v) {
		return nil
	}
	return out
}

// allStored reports whether is holds for all that is assigned to a variable whose address goes
// nowhere but into literals that read it.
func allStored(local *ssa.Alloc, is func(ssa.Value) bool) bool {
	stored := false
	for _, ref := range *local.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr != local || !is(ref.Val) {
				return false
			}
			stored = true
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.MakeClosure:
			if !readBy(ref, local) {
				return false
			}
		default:
			return false
		}
	}
	return stored
}

// readBy reports whether a literal does no more than read a variable that it captures.
func readBy(lit *ssa.MakeClosure, local *ssa.Alloc) bool {
	captured := lit.Fn.(*ssa.Function).FreeVars[slices.Index(lit.Bindings, ssa.Value(local))]
	return !slices.ContainsFunc(*captured.Referrers(), func(ref ssa.Instruction) bool {
		_, reads := ref.(*ssa.UnOp)
		return !reads
	})
}

// allReturned reports whether is holds for all that a function returns as its only result.
func allReturned(fn *ssa.Function, is func(ssa.Value) bool) bool {
	returns := false
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && b != fn.Recover {
			if len(ret.Results) != 1 || !is(ret.Results[0]) {
				return false
			}
			returns = true
		}
	}
	return returns
}

// Called returns the function or interface method that a call names, or nil.
func Called(call *ssa.CallCommon) *types.Func {
	if call.IsInvoke() {
		return call.Method
	}
	obj, _ := ir.Func(call.StaticCallee())
	return obj
}

// CalledName returns the bare name of the function or method that a call surely runs,
// or "".
func CalledName(call *ssa.CallCommon) string {
	if call.IsInvoke() {
		return call.Method.Name()
	}
	if fn := call.StaticCallee(); fn != nil {
		return fn.Name()
	}
	return ""
}

// Variadic returns the values that a variadic argument is made of, in the order of the
// uses of its array; nil if arg is none.
func Variadic(arg ssa.Value) []ssa.Value {
	slice, ok := arg.(*ssa.Slice)
	if !ok {
		return nil
	}
	array, ok := slice.X.(*ssa.Alloc)
	if !ok || array.Comment != "varargs" {
		return nil
	}
	var out []ssa.Value
	for _, ref := range *array.Referrers() {
		elem, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue // the slice itself
		}
		for _, ref := range *elem.Referrers() {
			if store, ok := ref.(*ssa.Store); ok && store.Addr == elem {
				out = append(out, store.Val)
			}
		}
	}
	return out
}

// LocalName names a function within its package: "Func" or "Type.Method".
func LocalName(obj *types.Func) string {
	recv := obj.Signature().Recv()
	if recv == nil {
		return obj.Name()
	}
	t := types.Unalias(recv.Type())
	if ptr, ok := t.(*types.Pointer); ok {
		t = types.Unalias(ptr.Elem())
	}
	if named, ok := t.(*types.Named); ok {
		return named.Obj().Name() + "." + obj.Name()
	}
	return obj.Name()
}

// Method returns the method that a call of one of an interface runs if the interface
// holds a value of type t, nil if that is not known here.
func Method(prog *ssa.Program, t types.Type, call *ssa.CallCommon) *ssa.Function {
	if !call.IsInvoke() || types.IsInterface(t) {
		return nil
	}
	sel := prog.MethodSets.MethodSet(t).Lookup(call.Method.Pkg(), call.Method.Name())
	if sel == nil {
		return nil
	}
	fn := prog.MethodValue(sel)
	if fn == nil {
		return nil // of a type parameter
	}
	decl, _ := Declared(fn)
	return decl
}
