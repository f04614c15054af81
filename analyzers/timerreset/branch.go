package timerreset

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// Truth returns the truth that a value is.
func (m *machine) Truth(v value) (truth, known bool) {
	if v.kind == vConst && v.c.Kind() == constant.Bool {
		return constant.BoolVal(v.c), true
	}
	return false, false
}

// Learn remembers flags: of a register, and of the variable that it was loaded from.
func (m *machine) Learn(w *world, cond ssa.Value, truth bool) {
	w.assumed = [2]ssa.Value{cond, w.assumed[0]}
	m.learn(w, cond, boolValue(truth))
}

// Compared remembers what equals a constant, and what is nil or not.
func (m *machine) Compared(w *world, x ssa.Value, op token.Token, y ssa.Value) bool {
	c, ok := y.(*ssa.Const)
	if equal := op == token.EQL; !ok || !equal && op != token.NEQ {
		return true // two variables: only the condition itself is known
	} else if c.Value != nil {
		if equal {
			m.learn(w, x, constValue(c.Value))
		}
		return true
	}
	val, null := m.Eval(w, x), op == token.EQL
	switch {
	case val.kind == vTimer:
		o := m.object(w, val.obj)
		if null && o.nonNil {
			return false // a timer that was used or made is not nil
		}
		if !null {
			o.nonNil = true
			w.objs.Set(val.obj, o)
			return true
		}
		m.learn(w, x, value{kind: vNil})
	case null:
		m.learn(w, x, value{kind: vNil})
	case val.kind == vUnknown:
		m.learn(w, x, value{kind: vNonNil})
	}
	return true
}

// learn binds x, and the variable that it was loaded from, to val.
func (m *machine) learn(w *world, x ssa.Value, val value) {
	w.Env.Bind(x, val)
	if load, ok := x.(*ssa.UnOp); ok && load.Op == token.MUL {
		if p := m.Addr(w, load.X); !m.pkg.volatile(p) && val.kind != vNonNil {
			w.Mem.Set(p, val)
		}
	}
}

// compare evaluates a binary operation on what is known of its operands.
func (m *machine) compare(w *world, b *ssa.BinOp) value {
	x, y := m.Eval(w, b.X), m.Eval(w, b.Y)
	switch b.Op {
	case token.EQL, token.NEQ:
		if eq, ok := m.equal(w, x, y); ok {
			return boolValue(eq == (b.Op == token.EQL))
		}
	}
	switch b.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		if x.kind == vConst && y.kind == vConst && x.c.Kind() == y.c.Kind() {
			return boolValue(constant.Compare(x.c, b.Op, y.c))
		}
		if truth, known := w.Conds.Holds(m.Symbols, b); known {
			return boolValue(truth)
		}
	case token.ADD, token.SUB, token.MUL:
		if x.kind == vConst && y.kind == vConst && x.c.Kind() == constant.Int && y.c.Kind() == constant.Int {
			return constValue(constant.BinaryOp(x.c, b.Op, y.c))
		}
	}
	return value{}
}

// equal reports whether x == y, if that is known.
func (m *machine) equal(w *world, x, y value) (eq, known bool) {
	if y.kind != vNil {
		x, y = y, x
	}
	if y.kind != vNil {
		return false, false
	}
	switch x.kind {
	case vNil:
		return true, true
	case vChan:
		return m.object(w, x.obj).kind == kindFunc, true
	case vNonNil, vFunc:
		return false, true
	case vTimer:
		if m.object(w, x.obj).nonNil {
			return false, true
		}
	}
	return false, false
}
