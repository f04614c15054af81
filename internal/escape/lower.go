package escape

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// place makes the location of what v points to.
func (u *unit) place(v ssa.Value, fn *ssa.Function, pos token.Pos) int {
	l := u.add(fn, u.syntax.depth(fn, pos))
	u.storage[v] = l
	return l
}

// temporary notes a temporary of the lowering; loc is none if it never
// escapes.
func (u *unit) temporary(fn *ssa.Function, loc int, o Object) {
	u.temps = append(u.temps, temp{Object: o, fn: fn, loc: loc})
}

// lower makes the locations and temporaries of what the compiler's order and
// walk phases turn into calls of the runtime.
func (u *unit) lower(fn *ssa.Function) {
	for _, b := range u.live(fn) {
		for _, instr := range b.Instrs {
			switch x := instr.(type) {
			case *ssa.MakeClosure:
				u.lowerClosure(fn, x)
			case *ssa.MakeInterface:
				if !isDirect(x.X.Type()) {
					u.place(x, fn, x.Pos())
				}
			case *ssa.MakeMap:
				u.lowerMap(fn, x)
			case *ssa.MakeSlice:
				u.lowerMake(fn, x)
			case *ssa.UnOp:
				if x.Op == token.ARROW {
					c, ok := x.X.Type().Underlying().(*types.Chan)
					if !ok {
						continue // of a type parameter's type
					}
					if t := c.Elem(); hasPointers(t) && len(*x.Referrers()) > 0 {
						u.temporary(fn, none, Object{Pos: x.Pos(), Kind: Literal, Type: t, Size: sizeof(t), Shared: true})
					}
				}
			case *ssa.BinOp:
				if n := operandsOfConcat(x); n > 5 {
					u.temporary(fn, none, Object{Pos: x.Pos(), Kind: Array, Type: types.NewArray(types.Typ[types.String], int64(n)), Size: int64(16 * n), Shared: true})
				}
			case *ssa.Range:
				if _, ok := x.X.Type().Underlying().(*types.Map); ok {
					u.temporary(fn, none, Object{Pos: x.Pos(), Kind: Iterator, Size: 96, Shared: true})
				}
			case *ssa.Select:
				if n := len(x.States); n >= 2 || x.Blocking && n == 1 {
					u.temporary(fn, none, Object{Pos: x.Pos(), Kind: Select, Size: int64(16 * n)})
				}
			case *ssa.Defer:
				u.lowerDefer(fn, x)
			}
		}
	}
}

// record is the type of a closure or of a deferred call's arguments.
func record(fields []types.Type) types.Type {
	vars := []*types.Var{types.NewField(token.NoPos, nil, "F", types.Typ[types.Uintptr], false)}
	for i, t := range fields {
		vars = append(vars, types.NewField(token.NoPos, nil, "X"+string(rune('a'+i)), t, false))
	}
	return types.NewStruct(vars, nil)
}

func anyPointers(list []types.Type) bool {
	for _, t := range list {
		if hasPointers(t) {
			return true
		}
	}
	return false
}

func (u *unit) lowerClosure(fn *ssa.Function, x *ssa.MakeClosure) {
	lit := x.Fn.(*ssa.Function)
	pos := lit.Pos()
	if isBound(lit) {
		pos = x.Pos()
	}
	l := u.place(x, fn, pos)
	var fields []types.Type
	for i, b := range x.Bindings {
		if !u.captures(lit, i) {
			continue // only in code that never runs
		}
		t := b.Type()
		if a := u.variable(b); a != nil && !isBound(lit) && u.byValue[a] {
			t = elem(a)
		}
		fields = append(fields, t)
	}
	if anyPointers(fields) {
		t := record(fields)
		u.temps = append(u.temps, temp{fn: fn, loc: l, Object: Object{Pos: pos, Kind: Closure, Type: t, Size: sizeof(t), Value: x}})
	}
}

func (u *unit) lowerMap(fn *ssa.Function, x *ssa.MakeMap) {
	l := u.place(x, fn, x.Pos())
	u.temporary(fn, l, Object{Pos: x.Pos(), Kind: Map, Type: x.Type(), Size: 48, Value: x})
	small := true // or it is known only when it runs
	if c, ok := x.Reserve.(*ssa.Const); ok {
		small = c.Int64() <= 8
	}
	m, ok := x.Type().Underlying().(*types.Map)
	if !ok {
		return // of a type parameter's type
	}
	slot := types.NewStruct([]*types.Var{types.NewField(token.NoPos, nil, "k", m.Key(), false), types.NewField(token.NoPos, nil, "v", m.Elem(), false)}, nil)
	if small && (hasPointers(m.Key()) || hasPointers(m.Elem())) {
		u.temporary(fn, l, Object{Pos: x.Pos(), Kind: Group, Type: x.Type(), Size: 8 + 8*sizeof(slot), Value: x})
	}
}

func (u *unit) lowerMake(fn *ssa.Function, x *ssa.MakeSlice) {
	l := u.place(x, fn, x.Pos())
	s, ok := x.Type().Underlying().(*types.Slice)
	if !ok {
		return // of a type parameter's type
	}
	t := s.Elem()
	o := Object{Pos: x.Pos(), Kind: Backing, Type: t, Size: 32, Value: x}
	if c, ok := x.Cap.(*ssa.Const); ok {
		o.Kind, o.Size = Array, c.Int64()*sizeof(t)
		u.locs[l].escapes = o.Size > 64<<10
	}
	if hasPointers(t) && (o.Kind == Array || sizeof(t) <= 32) {
		u.temporary(fn, l, o)
	}
}

// lowerDefer: defer f(args) is compiled as a literal that captures them.
func (u *unit) lowerDefer(fn *ssa.Function, x *ssa.Defer) {
	var fields []types.Type
	known := true // the function is a constant
	if x.Call.IsInvoke() {
		fields = append(fields, x.Call.Value.Type())
	}
	for _, a := range x.Call.Args {
		if _, ok := a.(*ssa.Const); !ok {
			fields = append(fields, a.Type())
		}
	}
	if _, ok := x.Call.Value.(*ssa.Builtin); !ok && !x.Call.IsInvoke() && len(fields) > 0 {
		_, known = u.static(x.Call.Value).(*ssa.Function)
	}
	if !known {
		fields = append(fields, x.Call.Value.Type())
	}
	if anyPointers(fields) && u.syntax.depth(fn, x.Pos()) == 1 {
		t := record(fields)
		u.temporary(fn, none, Object{Pos: x.Pos(), Kind: Closure, Type: t, Size: sizeof(t)})
	}
}

// operandsOfConcat returns the number of strings that a whole concatenation
// joins, 0 for a part of one.
func operandsOfConcat(x *ssa.BinOp) int {
	t, ok := x.Type().Underlying().(*types.Basic)
	if !ok || x.Op != token.ADD || t.Info()&types.IsString == 0 {
		return 0
	}
	for _, ref := range *x.Referrers() {
		if outer, ok := ref.(*ssa.BinOp); ok && outer.Op == token.ADD {
			return 0
		}
	}
	var leaves func(ssa.Value) int
	leaves = func(v ssa.Value) int {
		if sum, ok := v.(*ssa.BinOp); ok && sum.Op == token.ADD {
			return leaves(sum.X) + leaves(sum.Y)
		}
		return 1
	}
	return leaves(x)
}
