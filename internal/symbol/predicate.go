package symbol

import (
	"go/constant"
	"go/token"
	"math"

	"golang.org/x/tools/go/ssa"
)

const (
	minInt = math.MinInt64
	maxInt = math.MaxInt64
)

// A predicate compares a symbol with a constant.
type predicate struct {
	sym *Symbol
	op  token.Token
	n   int64 // for integers
	c   string
	num bool
}

// negations are the comparisons that hold where others do not.
var negations = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.GEQ,
	token.GEQ: token.LSS, token.GTR: token.LEQ, token.LEQ: token.GTR,
}

// mirrored are the comparisons with their operands exchanged.
var mirrored = map[token.Token]token.Token{
	token.EQL: token.EQL, token.NEQ: token.NEQ, token.LSS: token.GTR,
	token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ,
}

// Negated returns the comparison that holds where op does not.
func Negated(op token.Token) token.Token { return negations[op] }

// Mirrored returns op with its operands exchanged.
func Mirrored(op token.Token) token.Token { return mirrored[op] }

// predicate returns what the truth of a condition says.
func (s State) predicate(t *Table, cond ssa.Value, truth bool) predicate {
	switch c := cond.(type) {
	case *ssa.UnOp:
		if c.Op == token.NOT {
			return s.predicate(t, c.X, !truth)
		}
	case *ssa.BinOp:
		if negations[c.Op] != token.ILLEGAL {
			return s.comparison(t, c, truth)
		}
	}
	return isTrue(s.Of(t, cond), truth)
}

// isTrue is the predicate of a boolean.
func isTrue(sym *Symbol, truth bool) predicate {
	return predicate{sym: sym, op: token.EQL, c: constant.MakeBool(truth).ExactString()}
}

func (s State) comparison(t *Table, b *ssa.BinOp, truth bool) predicate {
	op, x, y := b.Op, b.X, b.Y
	if _, ok := x.(*ssa.Const); ok {
		x, y, op = y, x, mirrored[op]
	}
	if !truth {
		op = negations[op]
	}
	k, ok := y.(*ssa.Const)
	if !ok {
		return t.relation(op, s.Of(t, x), s.Of(t, y))
	}
	if n, ok := integer(k); ok {
		return predicate{sym: s.Of(t, x), op: op, n: n, num: true}
	}
	if k.Value != nil && k.Value.Kind() == constant.Bool && (op == token.EQL || op == token.NEQ) {
		return s.predicate(t, x, constant.BoolVal(k.Value) == (op == token.EQL))
	}
	if k.Value != nil && k.Value.Kind() == constant.String && constant.StringVal(k.Value) == "" {
		return predicate{sym: t.intern(node{op: opLen, x: s.Of(t, x)}, natural), op: op, num: true} // empty
	}
	if op != token.EQL && op != token.NEQ {
		return t.relation(op, s.Of(t, x), t.Of(k))
	}
	return predicate{sym: s.Of(t, x), op: op, c: text(k)}
}

// relation returns the predicate of a comparison of two symbols, which is a symbol
// of its own: an equality with its operands in one order, or x < y.
func (t *Table) relation(op token.Token, x, y *Symbol) predicate {
	truth := true
	switch op {
	case token.NEQ:
		op, truth = token.EQL, false
	case token.GTR:
		op, x, y = token.LSS, y, x
	case token.GEQ:
		op, truth = token.LSS, false
	case token.LEQ:
		op, x, y, truth = token.LSS, y, x, false
	}
	if flipped := (node{op: op, x: y, y: x}); op == token.EQL && t.nodes[flipped] != nil {
		x, y = y, x
	}
	return isTrue(t.intern(node{op: op, x: x, y: y}, anything), truth)
}

// apply returns a fact with the predicate added, false if they contradict.
func (p predicate) apply(f Fact) (Fact, bool) {
	if p.num {
		return f.compare(p.op, p.n)
	}
	switch {
	case p.op == token.EQL:
		if f.Is != "" && f.Is != p.c || f.Not == p.c {
			return f, false
		}
		f.Is, f.Not = p.c, ""
	case f.Is == p.c:
		return f, false
	case f.Is == "" && isBool(p.c):
		f.Is = other(p.c)
	case f.Is == "":
		f.Not = p.c
	}
	return f, true
}

func isBool(c string) bool { return c == "true" || c == "false" }

func other(c string) string {
	if c == "true" {
		return "false"
	}
	return "true"
}
