package escape

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// operands finds the operands whose address the lowering passes to the
// runtime, once it is known what escapes.
func (u *unit) operands() {
	for _, fn := range u.fns {
		for _, b := range u.live(fn) {
			for _, instr := range b.Instrs {
				switch x := instr.(type) {
				case *ssa.MakeInterface:
					u.converts(fn, x)
				case *ssa.Lookup:
					if m, ok := x.X.Type().Underlying().(*types.Map); ok && slowMap(m) {
						u.operand(fn, x.Index, x.Pos())
					}
				case *ssa.MapUpdate:
					if m, ok := x.Map.Type().Underlying().(*types.Map); ok && slowMap(m) {
						u.operand(fn, x.Key, x.Pos())
					}
				case *ssa.Send:
					u.operand(fn, x.X, x.Pos())
				case *ssa.Select:
					u.cases(fn, x)
				}
			}
		}
	}
}

// converts finds the temporary of a conversion to an interface: the value
// itself if the interface stays on the stack.
func (u *unit) converts(fn *ssa.Function, x *ssa.MakeInterface) {
	l, ok := u.storage[x]
	t := x.X.Type()
	if _, constant := x.X.(*ssa.Const); !ok || constant || !hasPointers(t) {
		return
	}
	if load, ok := x.X.(*ssa.UnOp); ok && load.Op == token.MUL {
		switch from := load.X.(type) {
		case *ssa.Alloc:
			if from.Comment == "complit" && isConstant(from) {
				return // in read-only memory
			}
		case *ssa.Global:
			if from.Name() == "_" {
				return // never built
			}
		}
	}
	pos := x.Pos()
	if !pos.IsValid() {
		pos = x.X.Pos()
	}
	switch {
	case !u.locs[l].escapes && sizeof(t) <= 1024:
		u.found = append(u.found, Object{Fn: fn, Pos: pos, Kind: Literal, Type: t, Size: sizeof(t), Value: x})
	case convertsByAddress(t):
		u.operand(fn, x.X, pos)
	}
}

// cases finds the temporaries of what a select sends and receives.
func (u *unit) cases(fn *ssa.Function, x *ssa.Select) {
	received := 2 // after the index and ok
	for _, state := range x.States {
		var t types.Type
		if state.Dir == types.RecvOnly {
			if isUsed(x, received) {
				t = x.Type().(*types.Tuple).At(received).Type()
			}
			received++
		} else if _, constant := state.Send.(*ssa.Const); len(x.States) >= 2 && !constant {
			t = state.Send.Type()
		} else {
			u.operand(fn, state.Send, x.Pos())
		}
		if t != nil && hasPointers(t) {
			u.found = append(u.found, Object{Fn: fn, Pos: x.Pos(), Kind: Literal, Type: t, Size: sizeof(t), Shared: true})
		}
	}
}

// isUsed reports whether a result of a select is used.
func isUsed(x *ssa.Select, index int) bool {
	for _, ref := range *x.Referrers() {
		if e, ok := ref.(*ssa.Extract); ok && e.Index == index && len(*e.Referrers()) > 0 {
			return true
		}
	}
	return false
}

// operand finds the object behind the address of an operand
// (walk/order.go:addrTemp): the variable itself if it is a parameter, already
// addressed or does not fit registers; what is in memory anyway; else a copy.
func (u *unit) operand(fn *ssa.Function, v ssa.Value, pos token.Pos) {
	if _, ok := v.(*ssa.Const); ok {
		return
	}
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		switch root := rootOf(load.X).(type) {
		case *ssa.Alloc:
			if u.syntax.of(root) == nil {
				if isConstant(root) {
					return
				}
				break // a literal: copied
			}
			use := u.uses[root]
			if isParamOrResult(fn, root) || use.addressed || use.captured && !u.byValue[root] || u.taken[root] || !fitsRegisters(elem(root)) {
				u.taken[root] = true
				return
			}
		case *ssa.FreeVar:
			if a := u.variable(root); a != nil && !u.byValue[a] {
				return // in the frame that declares it
			}
		default:
			return // in memory
		}
	}
	if t := v.Type(); hasPointers(t) {
		u.found = append(u.found, Object{Fn: fn, Pos: pos, Kind: Literal, Type: t, Size: sizeof(t), Shared: true})
	}
}

// rootOf returns the variable or pointer that an address is in.
func rootOf(addr ssa.Value) ssa.Value {
	for {
		switch x := addr.(type) {
		case *ssa.FieldAddr:
			addr = x.X
		case *ssa.IndexAddr:
			if _, ok := x.X.Type().Underlying().(*types.Pointer); !ok {
				return addr
			}
			addr = x.X
		default:
			return addr
		}
	}
}

// isConstant reports whether only constants are stored in a literal: it is
// read-only data then.
func isConstant(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if _, ok := ref.Val.(*ssa.Const); ref.Addr == v && !ok {
				return false
			}
		case *ssa.FieldAddr:
			if !isConstant(ref) {
				return false
			}
		case *ssa.IndexAddr:
			if !isConstant(ref) {
				return false
			}
		}
	}
	return true
}
