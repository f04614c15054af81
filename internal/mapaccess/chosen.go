package mapaccess

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Chosen reports whether the caller chooses the element that an instruction
// accesses, or passes something to the function that does so.
func (b *Function) Chosen(at ssa.Instruction) bool {
	switch at := at.(type) {
	case *ssa.MapUpdate:
		return b.Given(at.Key)
	case *ssa.Lookup:
		return b.Given(at.Index)
	case ssa.CallInstruction:
		args := at.Common().Args
		if _, ok := at.Common().Value.(*ssa.Builtin); ok {
			args = args[1:] // delete(m, k)
		}
		return slices.ContainsFunc(args, func(v ssa.Value) bool { return b.Given(v) })
	}
	return false
}

// maxGiven bounds the values on the way from a key back to a parameter.
const maxGiven = 40

// Given reports whether a value is computed from what the caller passed, other
// than the receiver.
func (b *Function) Given(v ssa.Value) bool { return b.given(v, make(map[ssa.Value]bool)) }

// given looks at each value once.
func (b *Function) given(v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] || len(seen) == maxGiven {
		return false
	}
	seen[v] = true
	any := func(values ...ssa.Value) bool {
		return slices.ContainsFunc(values, func(x ssa.Value) bool { return b.given(x, seen) })
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		return b.Fn.Signature.Recv() == nil || len(b.Fn.Params) == 0 || b.Fn.Params[0] != v
	case *ssa.UnOp:
		return any(v.X)
	case *ssa.FieldAddr:
		return any(v.X)
	case *ssa.Field:
		return any(v.X)
	case *ssa.Convert:
		return any(v.X)
	case *ssa.ChangeType:
		return any(v.X)
	case *ssa.MakeInterface:
		return any(v.X)
	case *ssa.BinOp:
		return any(v.X, v.Y)
	case *ssa.Extract:
		return any(v.Tuple)
	case *ssa.Call:
		return any(v.Call.Args...)
	case *ssa.FreeVar: // of the function around
		ptr, ok := v.Type().Underlying().(*types.Pointer)
		if !ok {
			return false
		}
		_, basic := ptr.Elem().Underlying().(*types.Basic)
		return basic
	case *ssa.Alloc:
		return spilled(v, func(s ssa.Value) bool { return any(s) })
	}
	return false
}

// spilled reports whether a local variable that is kept in memory, as those are
// that a literal captures, gets a value of which is is true.
func spilled(v *ssa.Alloc, is func(ssa.Value) bool) bool {
	for _, ref := range *v.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == v && is(st.Val) {
			return true
		}
	}
	return false
}

// mutates reports whether an instruction that writes to a map depends on what
// was in it, or deletes. One more function for a key is a registration, as the first is.
func mutates(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.MapUpdate:
		return looksInto(instr.Value, instr.Map, 0) && !functions(instr.Value.Type())
	case ssa.CallInstruction:
		b, ok := instr.Common().Value.(*ssa.Builtin)
		return ok && (b.Name() == "delete" || b.Name() == "clear")
	}
	return false
}

// functions reports whether t is a slice of functions.
func functions(t types.Type) bool {
	list, ok := t.Underlying().(*types.Slice)
	return ok && functional(list.Elem())
}

// looksInto reports whether a value was computed from an element of a map.
func looksInto(v, m ssa.Value, depth int) bool {
	if depth > 4 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Lookup:
		return v.X == m || types.Identical(v.X.Type(), m.Type())
	case *ssa.Extract:
		return looksInto(v.Tuple, m, depth+1)
	case *ssa.BinOp:
		return looksInto(v.X, m, depth+1) || looksInto(v.Y, m, depth+1)
	case *ssa.Convert:
		return looksInto(v.X, m, depth+1)
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
			return looksInto(v.Call.Args[0], m, depth+1)
		}
	case *ssa.Phi:
		for _, edge := range v.Edges {
			if looksInto(edge, m, depth+1) {
				return true
			}
		}
	}
	return false
}
