package origin

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// What values and types look like, whatever is in them.

// Resolve returns the variable that addr is part of, and the field of it, or -1.
func Resolve(addr ssa.Value) (root ssa.Value, field int) {
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			root, field := Resolve(a.X)
			if field < 0 {
				field = a.Field
			}
			return root, field
		case *ssa.IndexAddr:
			addr = a.X
		case *ssa.Slice:
			addr = a.X
		case *ssa.UnOp:
			if a.Op != token.MUL {
				return addr, -1
			}
			addr = a.X
		case *ssa.ChangeType:
			addr = a.X
		case *ssa.ChangeInterface:
			addr = a.X
		case *ssa.MakeInterface:
			addr = a.X
		case *ssa.TypeAssert:
			if a.CommaOk {
				return addr, -1
			}
			addr = a.X
		default:
			return addr, -1
		}
	}
}

// Shared reports whether a variable outlives the function, so that others may
// change it.
func Shared(root ssa.Value) bool {
	switch root.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Global:
		return true
	}
	return false
}

// SoleStore returns the value that a variable is given as a whole, nil if there
// are several.
func SoleStore(a *ssa.Alloc) ssa.Value {
	var val ssa.Value
	for _, ref := range *a.Referrers() {
		store, ok := ref.(*ssa.Store)
		if !ok || store.Addr != a {
			continue // a use
		}
		if val != nil {
			return nil
		}
		val = store.Val
	}
	return val
}

// Converted returns what v is by another type, or is a slice of, nil if it is
// none.
func Converted(v ssa.Value) ssa.Value {
	switch x := v.(type) {
	case *ssa.Convert:
		return x.X
	case *ssa.ChangeType:
		return x.X
	case *ssa.ChangeInterface:
		return x.X
	case *ssa.MakeInterface:
		return x.X
	case *ssa.TypeAssert:
		return x.X
	case *ssa.Slice:
		return x.X
	}
	return nil
}

// Stripped returns what an interface was made of.
func Stripped(v ssa.Value) ssa.Value {
	if m, ok := v.(*ssa.MakeInterface); ok {
		return m.X
	}
	return v
}

// Closure returns the literal that v is, behind conversions.
func Closure(v ssa.Value) (*ssa.MakeClosure, bool) {
	for {
		switch x := v.(type) {
		case *ssa.MakeClosure:
			_, ok := x.Fn.(*ssa.Function)
			return x, ok
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		default:
			return nil, false
		}
	}
}

// Literal returns the function of the literal that v is, nil if it is none.
func Literal(v ssa.Value) *ssa.Function {
	if made, ok := Closure(v); ok {
		return made.Fn.(*ssa.Function)
	}
	for from := v; from != nil; from = Converted(from) {
		if fn, ok := from.(*ssa.Function); ok && fn.Parent() != nil {
			return fn
		}
	}
	return nil
}

// Pointing reports whether a callee that gets v can write to what it points to.
func Pointing(v ssa.Value) bool {
	if m, ok := v.(*ssa.MakeInterface); ok {
		v = m.X
	}
	if g, ok := v.(*ssa.Global); ok && g != nil {
		return true
	}
	switch v.Type().Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Slice:
		return !Dataless(v.Type())
	case *types.Interface:
		_, isParam := v.(*ssa.Parameter)
		return isParam && !Dataless(v.Type())
	}
	return false
}

func Pointee(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// Carrier reports whether values of type t, or what they point to, are request
// data.
func Carrier(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok && model.Carrier(p.Elem()) != "" {
		return true
	}
	return model.Carrier(t) != ""
}

// Dataless reports whether values of type t hold nothing that is ever decoded.
func Dataless(t types.Type) bool {
	switch u := t.(type) {
	case *types.Named:
		obj := u.Obj()
		if obj.Pkg() == nil {
			return obj.Name() == "error"
		}
		if obj.Pkg().Path() == "context" {
			return true
		}
	case *types.Alias:
		return Dataless(types.Unalias(u))
	case *types.Pointer:
		return Dataless(u.Elem())
	}
	_, ok := t.Underlying().(*types.Signature)
	return ok || codec(t)
}

// codec reports whether values of type t say how data is encoded, and are none:
// an interface that has Marshal and Unmarshal, both of what they are given.
func codec(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	n := 0
	for m := range iface.Methods() {
		if name := m.Name(); (name == "Marshal" || name == "Unmarshal") && m.Signature().Params().Len() > 0 {
			n++
		}
	}
	return n == 2
}

// Readable reports whether t is a stream: it has a method Read([]byte).
func Readable(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Read")
	fn, ok := obj.(*types.Func)
	return ok && fn.Signature().Params().Len() == 1
}

// IsText reports whether t is a string or a slice of bytes.
func IsText(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0
	case *types.Slice:
		elem, ok := u.Elem().Underlying().(*types.Basic)
		return ok && elem.Kind() == types.Byte
	}
	return false
}

func IsNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value == nil
}

func StringOf(v ssa.Value) (string, bool) {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(c.Value), true
}

func isFunc(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}
