package typestate

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
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
		op = negated[op]
	}
	if _, ok := cmp.X.(*ssa.Const); ok {
		return x.Domain.Compared(w, cmp.Y, mirrored[op], cmp.X)
	}
	return x.Domain.Compared(w, cmp.X, op, cmp.Y)
}

var (
	negated  = map[token.Token]token.Token{token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.GEQ, token.GEQ: token.LSS, token.GTR: token.LEQ, token.LEQ: token.GTR}
	mirrored = map[token.Token]token.Token{token.EQL: token.EQL, token.NEQ: token.NEQ, token.LSS: token.GTR, token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ}
)
