package timerreset

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// Assume adds to w that cond has the given truth, and reports whether that can
// be. It remembers comparisons, flags and nil fields, so that a second test of
// the same thing takes the same way.
func (m *machine) Assume(w *world, cond ssa.Value, truth bool) bool {
	if val := m.Eval(w, cond); val.kind != vConst {
		w.assumed = [2]ssa.Value{cond, w.assumed[0]}
	}
	return m.holds(w, cond, truth)
}

func (m *machine) holds(w *world, cond ssa.Value, truth bool) bool {
	if val := m.Eval(w, cond); val.kind == vConst && val.c.Kind() == constant.Bool {
		return constant.BoolVal(val.c) == truth
	}
	if !w.Conds.Assume(m.Symbols, cond, truth) {
		return false
	}
	w.Env.Bind(cond, boolValue(truth))
	switch cond := cond.(type) {
	case *ssa.UnOp:
		switch cond.Op {
		case token.NOT:
			return m.holds(w, cond.X, !truth)
		case token.MUL: // a flag in memory
			if p := m.addr(w, cond.X); !m.pkg.volatile(p) {
				w.mem.Set(p, boolValue(truth))
			}
		}
	case *ssa.BinOp:
		if cond.Op == token.EQL || cond.Op == token.NEQ {
			return m.assumeEqual(w, cond.X, cond.Y, truth == (cond.Op == token.EQL))
		}
	}
	return true
}

// assumeEqual adds x == y, or its negation, to w.
func (m *machine) assumeEqual(w *world, x, y ssa.Value, equal bool) bool {
	if _, ok := x.(*ssa.Const); ok {
		x, y = y, x
	}
	c, ok := y.(*ssa.Const)
	if !ok {
		return true // two variables: only the condition itself is known
	}
	if c.Value != nil {
		if equal {
			m.learn(w, x, constValue(c.Value))
		}
		return true
	}
	val := m.Eval(w, x)
	switch {
	case val.kind == vTimer:
		o := m.object(w, val.obj)
		if equal && o.nonNil {
			return false // a timer that was used or made is not nil
		}
		if !equal {
			o.nonNil = true
			w.objs.Set(val.obj, o)
			return true
		}
		m.learn(w, x, value{kind: vNil})
	case equal:
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
		if p := m.addr(w, load.X); !m.pkg.volatile(p) && val.kind != vNonNil {
			w.mem.Set(p, val)
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
