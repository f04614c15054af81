package typestate

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/symbol"
)

// assume adds to w that a condition has a truth, and reports whether that can be. A second
// test of the same thing takes the same way.
func (x *Interpretation[V, W, N]) assume(w W, cond ssa.Value, truth bool) bool {
	if is, known := x.Domain.Truth(x.Domain.Eval(w, cond)); known {
		return is == truth
	}
	x.Domain.Learn(w, cond, truth)
	if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
		return x.assume(w, not.X, !truth)
	}
	conds := &w.Known().Conds
	if x.Worth == nil || x.Worth(cond.Parent(), conds.Subject(x.Symbols, cond)) {
		if !conds.Assume(x.Symbols, cond, truth) {
			return false
		}
	} else if is, known := conds.Holds(x.Symbols, cond); known && is != truth {
		return false
	}
	cmp, ok := cond.(*ssa.BinOp)
	if !ok {
		return true
	}
	op := cmp.Op
	if !truth {
		op = symbol.Negated(op)
	}
	if _, ok := cmp.X.(*ssa.Const); ok {
		return x.Domain.Compared(w, cmp.Y, symbol.Mirrored(op), cmp.X)
	}
	return x.Domain.Compared(w, cmp.X, op, cmp.Y)
}
