package symbol

import (
	"fmt"
	"go/constant"
	"go/token"
	"maps"
	"math"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

const (
	minInt = math.MinInt64
	maxInt = math.MaxInt64
)

// A Fact is what is known of the value of a symbol. It is comparable.
type Fact struct {
	// Lo and Hi bound an integer, both included, and Except is one in between that
	// it is not, if HasExcept is set.
	Lo, Hi, Except int64
	HasExcept      bool
	// Is is the exact text of the only constant that it can be, for what is no
	// integer, and Not that of one that it is not. "" stands for none.
	Is, Not string
}

// A State holds what is known of symbols on one path. The zero value knows
// nothing; a state is changed in place.
type State struct {
	facts map[*Symbol]Fact
	// names holds the registers that stand for a symbol on this path only.
	names map[ssa.Value]*Symbol
}

// Clone returns a copy.
func (s State) Clone() State { return State{maps.Clone(s.facts), maps.Clone(s.names)} }

// Name says that a register has the value of a symbol on this path: it was loaded
// from a variable in which that was stored.
func (s *State) Name(v ssa.Value, sym *Symbol) {
	if s.names == nil {
		s.names = make(map[ssa.Value]*Symbol)
	}
	s.names[v] = sym
}

// Drop forgets what was known of one symbol: nothing refers to it any more.
func (s *State) Drop(sym *Symbol) { delete(s.facts, sym) }

// Of returns the symbol of a value on this path.
func (s State) Of(t *Table, v ssa.Value) *Symbol {
	if sym := s.names[v]; sym != nil {
		return sym
	}
	return t.Of(v)
}

// Len returns the number of symbols of which something is known.
func (s State) Len() int { return len(s.facts) }

// Equal reports whether two states know the same.
func (s State) Equal(o State) bool {
	return maps.Equal(s.facts, o.facts) && maps.Equal(s.names, o.names)
}

// Meet returns what is known in both states.
func (s State) Meet(o State) State {
	out := State{facts: make(map[*Symbol]Fact)}
	for v, sym := range s.names {
		if o.names[v] == sym {
			out.Name(v, sym)
		}
	}
	for sym, f := range s.facts {
		g, ok := o.facts[sym]
		if !ok {
			continue // nothing is known in the other
		}
		h := Fact{Lo: min(f.Lo, g.Lo), Hi: max(f.Hi, g.Hi)}
		if f.HasExcept && g.HasExcept && f.Except == g.Except {
			h.Except, h.HasExcept = f.Except, true
		}
		if f.Is == g.Is {
			h.Is = f.Is
		}
		if f.Not == g.Not {
			h.Not = f.Not
		}
		if h != unknown(sym) {
			out.facts[sym] = h
		}
	}
	return out
}

// unknown returns the fact of a symbol before any condition.
func unknown(sym *Symbol) Fact { return sym.base }

// fact returns what is known of a symbol.
func (s State) fact(sym *Symbol) Fact {
	if f, ok := s.facts[sym]; ok {
		return f
	}
	return unknown(sym)
}

func (s *State) set(sym *Symbol, f Fact) {
	if f == unknown(sym) {
		delete(s.facts, sym)
		return
	}
	if s.facts == nil {
		s.facts = make(map[*Symbol]Fact)
	}
	s.facts[sym] = f
}

// Defined forgets what was known of a register that is no pure expression, and of
// what is made of it: it has another value now.
func (s *State) Defined(v ssa.Value) {
	delete(s.names, v)
	s.forget(v)
}

// Stored forgets what was known of a variable in memory in which something is
// stored: of a field in all objects.
func (s *State) Stored(addr ssa.Value) {
	if f, ok := addr.(*ssa.FieldAddr); ok {
		s.forget(fieldOf(f.X.Type(), f.Field))
		return
	}
	s.forget(addr)
}

// Havoc forgets what was known of memory: much may have happened since, as in a
// round of a loop.
func (s *State) Havoc() {
	for sym := range s.facts {
		if sym.loads {
			delete(s.facts, sym)
		}
	}
}

// Leave forgets what was known of the registers of a function.
func (s *State) Leave(fn *ssa.Function) {
	for sym := range s.facts {
		for part := range sym.nested {
			if v, ok := part.(ssa.Value); ok && v.Parent() == fn {
				delete(s.facts, sym)
				break
			}
		}
	}
	for v := range s.names {
		if v.Parent() == fn {
			delete(s.names, v)
		}
	}
}

func (s *State) forget(part any) {
	for sym := range s.facts {
		if sym.nested[part] {
			delete(s.facts, sym)
		}
	}
}

// Assume adds that a condition is true, or false, and reports whether that can be.
func (s *State) Assume(t *Table, cond ssa.Value, truth bool) bool {
	p := s.predicate(t, cond, truth)
	f, ok := p.apply(s.fact(p.sym))
	if !ok {
		return false
	}
	s.set(p.sym, f)
	return true
}

// Holds returns the truth of a condition, if that is known.
func (s State) Holds(t *Table, cond ssa.Value) (truth, known bool) {
	yes, no := s.predicate(t, cond, true), s.predicate(t, cond, false)
	f := s.fact(yes.sym)
	if _, ok := yes.apply(f); !ok {
		return false, true
	}
	if _, ok := no.apply(f); !ok {
		return true, true
	}
	return false, false
}

// Subject returns the symbol that a condition is about on this path: two conditions
// with one subject may tell of each other.
func (s State) Subject(t *Table, cond ssa.Value) *Symbol { return s.predicate(t, cond, true).sym }

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

// compare adds a comparison with an integer.
func (f Fact) compare(op token.Token, n int64) (Fact, bool) {
	switch op {
	case token.EQL:
		if n < f.Lo || n > f.Hi || f.HasExcept && f.Except == n {
			return f, false
		}
		return Fact{Lo: n, Hi: n}, true
	case token.NEQ:
		if f.Lo == n && f.Hi == n {
			return f, false
		}
		f.Except, f.HasExcept = n, true
	case token.LSS:
		if n == minInt {
			return f, false
		}
		f.Hi = min(f.Hi, n-1)
	case token.LEQ:
		f.Hi = min(f.Hi, n)
	case token.GTR:
		if n == maxInt {
			return f, false
		}
		f.Lo = max(f.Lo, n+1)
	case token.GEQ:
		f.Lo = max(f.Lo, n)
	}
	return f.trim()
}

// trim moves a bound that is the excluded value, and forgets one outside of them;
// false if no value is left.
func (f Fact) trim() (Fact, bool) {
	if !f.HasExcept || f.Lo > f.Hi {
		return f, f.Lo <= f.Hi
	}
	switch n := f.Except; {
	case n == f.Lo && n == f.Hi:
		return f, false
	case n == f.Lo:
		f.Lo++
	case n == f.Hi:
		f.Hi--
	case f.Lo < n && n < f.Hi:
		return f, true
	}
	f.Except, f.HasExcept = 0, false
	return f, true
}

// Key returns a text that states of one table share only if they know the same. ids
// numbers the symbols. Names of registers do not count: what they stand for does.
func (s State) Key(ids map[*Symbol]int) string {
	var parts []string
	for sym, f := range s.facts {
		id, ok := ids[sym]
		if !ok {
			id = len(ids)
			ids[sym] = id
		}
		parts = append(parts, fmt.Sprintf("%d %v", id, f))
	}
	slices.Sort(parts)
	return strings.Join(parts, ",")
}
