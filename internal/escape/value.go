package escape

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// none is the location of values that hold no pointer of interest.
const none = -1

// source returns the location that a value comes from, and how often it is
// dereferenced on the way: -1 for its address.
func (u *unit) source(v ssa.Value) (loc, derefs int) {
	switch x := v.(type) {
	case *ssa.Const, *ssa.Global, *ssa.Function, *ssa.Builtin:
		return none, 0
	case *ssa.Alloc:
		return u.storage[x], -1
	case *ssa.FreeVar:
		if outer, ok := u.bound[x]; ok {
			return u.source(outer)
		}
		return none, 0
	case *ssa.FieldAddr:
		return u.source(x.X)
	case *ssa.IndexAddr:
		return u.source(x.X)
	case *ssa.Slice:
		return u.source(x.X)
	case *ssa.ChangeType:
		return u.source(x.X)
	case *ssa.ChangeInterface:
		return u.source(x.X)
	case *ssa.SliceToArrayPointer:
		return u.source(x.X)
	case *ssa.MultiConvert:
		return u.source(x.X)
	case *ssa.Convert:
		return u.converted(x)
	case *ssa.MakeClosure, *ssa.MakeInterface, *ssa.MakeSlice, *ssa.MakeMap, *ssa.MakeChan:
		if l, ok := u.storage[v]; ok {
			return l, -1
		}
		if mi, ok := v.(*ssa.MakeInterface); ok && isDirect(mi.X.Type()) {
			return u.source(mi.X)
		}
		return none, 0
	}
	if !hasPointers(v.Type()) {
		return none, 0
	}
	switch x := v.(type) {
	case *ssa.Field:
		return u.source(x.X)
	case *ssa.Index:
		_, inPlace := x.X.Type().Underlying().(*types.Array)
		return u.deref(x.X, !inPlace)
	case *ssa.UnOp:
		if x.Op != token.MUL && x.Op != token.ARROW {
			return none, 0
		}
		if x.Op == token.MUL {
			return u.deref(x.X, true)
		}
		return none, 0
	case *ssa.Lookup:
		return none, 0 // what is in a map was given to the heap
	case *ssa.TypeAssert:
		return u.asserted(x)
	case *ssa.Extract:
		return u.extracted(x)
	case *ssa.Call:
		return u.result(x, 0), 0
	}
	if l, ok := u.values[v]; ok {
		return l, 0
	}
	if instr, ok := v.(ssa.Instruction); ok {
		l := u.add(instr.Parent(), temporary)
		u.values[v] = l
		return l, 0
	}
	return none, 0
}

// deref returns the source of what v points to, or of v itself.
func (u *unit) deref(v ssa.Value, yes bool) (loc, derefs int) {
	loc, derefs = u.source(v)
	if yes {
		derefs++
	}
	return loc, derefs
}

func (u *unit) asserted(x *ssa.TypeAssert) (loc, derefs int) {
	return u.deref(x.X, !types.IsInterface(x.AssertedType) && !isDirect(x.AssertedType))
}

func (u *unit) extracted(x *ssa.Extract) (loc, derefs int) {
	switch t := x.Tuple.(type) {
	case *ssa.Call:
		return u.result(t, x.Index), 0
	case *ssa.TypeAssert:
		if x.Index == 0 {
			return u.asserted(t)
		}
	case *ssa.Next:
		if r, ok := t.Iter.(*ssa.Range); ok && !t.IsString {
			return u.deref(r.X, true)
		}
	}
	return none, 0
}

func (u *unit) converted(x *ssa.Convert) (loc, derefs int) {
	switch to := x.Type().Underlying().(type) {
	case *types.Basic:
		if to.Kind() != types.UnsafePointer {
			return none, 0
		}
		if from, ok := x.X.Type().Underlying().(*types.Basic); ok && from.Kind() == types.Uintptr {
			return u.arithmetic(x.X, 0)
		}
		return u.source(x.X)
	case *types.Pointer:
		return u.source(x.X)
	}
	return none, 0
}

// arithmetic returns the source of unsafe.Pointer(uintptr(p) + n).
func (u *unit) arithmetic(v ssa.Value, nesting int) (loc, derefs int) {
	if nesting > 6 {
		return none, 0
	}
	switch x := v.(type) {
	case *ssa.Convert:
		if from, ok := x.X.Type().Underlying().(*types.Basic); ok && from.Kind() == types.UnsafePointer {
			return u.source(x.X)
		}
	case *ssa.BinOp:
		if loc, derefs = u.arithmetic(x.X, nesting+1); loc != none {
			return loc, derefs
		}
		if x.Op != token.SHL && x.Op != token.SHR {
			return u.arithmetic(x.Y, nesting+1)
		}
	}
	return none, 0
}

// result returns the location of a call's result. It has no scope.
func (u *unit) result(call *ssa.Call, index int) int {
	key := callResult{call, index}
	l, ok := u.calls[key]
	if !ok {
		l = u.add(call.Parent(), temporary)
		u.calls[key] = l
	}
	return l
}

// target returns the location of the variable that an address is in, or none.
func (u *unit) target(v ssa.Value) int {
	for {
		switch x := v.(type) {
		case *ssa.Alloc:
			if l, ok := u.storage[x]; ok {
				return l
			}
			return none
		case *ssa.FreeVar:
			outer := u.bound[x]
			switch outer.(type) {
			case *ssa.Alloc, *ssa.FreeVar:
				v = outer
			default:
				return none
			}
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.IndexAddr:
			if _, ok := x.X.Type().Underlying().(*types.Pointer); !ok {
				return none
			}
			v = x.X
		default:
			return none
		}
	}
}

// variable returns the alloc that a captured variable is, or nil.
func (u *unit) variable(v ssa.Value) *ssa.Alloc {
	for {
		switch x := v.(type) {
		case *ssa.Alloc:
			return x
		case *ssa.FreeVar:
			v = u.bound[x]
		default:
			return nil
		}
	}
}
