package decodes

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
)

// What a call does with an argument shows in the body of the callee. Without one, the
// types tell: where one method takes what another returns, as those of caches do, there is
// a store behind both.
//
//	func (c *Cache) Add(key string, value any) (evicted bool)
//	func (c *Cache) Get(key string) (value any, ok bool)

// maxKeeping is the number of calls within each other in which a store is looked for.
const maxKeeping = 4

// A keeping holds which parameters functions keep, as far as it was asked: the same helpers
// are called from everywhere.
type keeping map[keptParam]bool

// A keptParam is a parameter, with the number of calls around its function.
type keptParam struct {
	param *ssa.Parameter
	depth int
}

// stores reports whether the callee of a call keeps one of its arguments.
func (k keeping) stores(s origin.Site) bool {
	for i := range s.All {
		if (i > 0 || s.Recv == nil) && k.arg(s, i, 0) {
			return true
		}
	}
	return false
}

// keepsByName returns the function that a call runs, if its body is not known and its name
// says that it keeps what it is given; "" if that is not so.
func keepsByName(s origin.Site) string {
	if s.Callee != nil && body(s.Callee).Blocks != nil || !model.Begins("keep", callgraph.CalledName(s.Common)) {
		return ""
	}
	return shortName(s)
}

// arg reports whether the callee of a call keeps the i-th of all its arguments.
func (k keeping) arg(s origin.Site, i, depth int) bool {
	switch {
	case depth == maxKeeping || s.Obj == nil || s.Obj.Pkg() == nil || origin.Dataless(s.All[i].Type()):
		return false
	case model.Keeps(s.Obj):
		return true
	case model.Of(s.Obj) != (model.Known{}):
		return false // does something else
	}
	if s.Callee != nil && body(s.Callee).Blocks != nil {
		fn := body(s.Callee)
		return i < len(fn.Params) && k.param(fn.Params[i], depth)
	}
	if s.Recv != nil {
		i--
	}
	return storing(s.Obj, i)
}

// body returns the function that has the blocks of an instance.
func body(fn *ssa.Function) *ssa.Function {
	if fn.Blocks == nil && fn.Origin() != nil {
		return fn.Origin()
	}
	return fn
}

// param reports whether a function stores what it is given where it outlives the
// call.
func (k keeping) param(param *ssa.Parameter, depth int) bool {
	at := keptParam{param, depth}
	if kept, ok := k[at]; ok {
		return kept
	}
	kept := false
	follow([]ssa.Value{param}, func(v ssa.Value, ref ssa.Instruction) []ssa.Value {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val != v {
				return nil // is stored to
			}
			root, _ := origin.Resolve(ref.Addr)
			kept = kept || origin.Shared(root) && root != param
			if !origin.Shared(root) {
				return []ssa.Value{root}
			}
		case *ssa.MapUpdate:
			root, _ := origin.Resolve(ref.Map)
			kept = kept || ref.Value == v && origin.Shared(root)
		case ssa.CallInstruction:
			s := origin.NewSite(ref)
			i := slices.Index(s.All, v)
			kept = kept || i >= 0 && k.arg(s, i, depth+1)
		case *ssa.Phi, *ssa.ChangeType, *ssa.ChangeInterface, *ssa.MakeInterface, *ssa.TypeAssert, *ssa.Extract, *ssa.Slice:
			return made(ref)
		case *ssa.UnOp:
			if _, ok := ref.X.(*ssa.Alloc); ok {
				return made(ref)
			}
		}
		return nil
	})
	k[at] = kept
	return kept
}

// storing reports whether a function without a body keeps its i-th parameter, as far as
// its type says: it returns nothing of its own, and another of its receiver, or of its
// package, returns such a value.
func storing(fn *types.Func, i int) bool {
	sig := fn.Signature()
	if i < 0 || i >= sig.Params().Len() || sig.Variadic() && i == sig.Params().Len()-1 {
		return false
	}
	value := sig.Params().At(i).Type()
	for v := range sig.Results().Variables() {
		if t := v.Type(); !plainResult(t) && !types.Identical(t, value) && !(sig.Recv() != nil && types.Identical(t, sig.Recv().Type())) {
			return false // makes something of it
		}
	}
	for other := range siblings(fn) {
		if other.Name() != fn.Name() && hands(other.Signature(), value, sig.Params(), i) {
			return true
		}
	}
	return false
}

// plainResult reports whether a result says only whether something went well.
func plainResult(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return isError(t) || ok && b.Info()&(types.IsBoolean|types.IsInteger) != 0
}

// siblings yields the methods of a method's type, or the functions of a function's package.
func siblings(fn *types.Func) func(yield func(*types.Func) bool) {
	return func(yield func(*types.Func) bool) {
		if recv := fn.Signature().Recv(); recv != nil {
			t := recv.Type()
			if !types.IsInterface(t) {
				t = types.NewPointer(origin.Pointee(t))
			}
			set := types.NewMethodSet(t)
			for i := range set.Len() {
				if m, ok := set.At(i).Obj().(*types.Func); ok && !yield(m) {
					return
				}
			}
			return
		}
		scope := fn.Pkg().Scope()
		for _, name := range scope.Names() {
			if f, ok := scope.Lookup(name).(*types.Func); ok && !yield(f) {
				return
			}
		}
	}
}

// hands reports whether a function of a signature hands out what the i-th of params takes:
// a value of the same type, of a key that is among params if the type says little.
func hands(sig *types.Signature, value types.Type, params *types.Tuple, i int) bool {
	if sig.Results().Len() == 0 || !types.Identical(sig.Results().At(0).Type(), value) {
		return false
	}
	for v := range sig.Results().Variables() {
		if t := v.Type(); !plainResult(t) && !types.Identical(t, value) {
			return false // does more
		}
	}
	named, ok := types.Unalias(origin.Pointee(value)).(*types.Named)
	if ok && named.Obj().Pkg() != nil && !types.IsInterface(named) {
		return true
	}
	for v := range sig.Params().Variables() {
		if origin.IsText(value) && types.IsInterface(v.Type()) && !origin.Dataless(v.Type()) {
			return false // a codec: its text is of that
		}
		found := false
		for k := range params.Len() {
			found = found || k != i && types.Identical(params.At(k).Type(), v.Type())
		}
		if !found {
			return false // of something else
		}
	}
	return true
}
