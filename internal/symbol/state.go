package symbol

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/intmap"
)

// A Fact is what is known of the value of a symbol. It is comparable.
type Fact struct {
	// Lo and Hi bound an integer, both included, and Except are some in between that
	// it is not.
	Lo, Hi int64
	Except Excluded
	// Is is the exact text of the only constant that it can be, for what is no
	// integer, and Not that of one that it is not. "" stands for none.
	Is, Not string
}

// Weight tells facts apart in the sum of a state.
func (f Fact) Weight(any) uint64 {
	h := f.Except.weight(intmap.Mix(uint64(f.Lo), uint64(f.Hi)))
	for _, text := range []string{f.Is, f.Not} {
		for i := range len(text) {
			h = intmap.Mix(h, uint64(text[i]))
		}
		h = intmap.Mix(h, uint64(len(text)))
	}
	return h | 1
}

// A State holds what is known of symbols on one path. The zero value knows
// nothing. A state is changed in place; what was assigned from it before is not.
type State struct {
	facts intmap.Map[*Symbol, Fact]
	// names holds the registers that stand for a symbol on this path only.
	names intmap.Map[*part, named]
}

// named is the symbol that a register stands for.
type named struct{ sym *Symbol }

// Weight is 0: names say nothing that the facts do not.
func (named) Weight(any) uint64 { return 0 }

// Name says that a register has the value of a symbol on this path: it was loaded
// from a variable in which that was stored.
func (s *State) Name(t *Table, v ssa.Value, sym *Symbol) { s.names.Set(t.part(v), named{sym}) }

// Drop forgets what was known of one symbol: nothing refers to it any more.
func (s *State) Drop(sym *Symbol) { s.facts.Delete(sym) }

// Of returns the symbol of a value on this path.
func (s State) Of(t *Table, v ssa.Value) *Symbol {
	if s.names.Len() > 0 {
		if p := t.parts[v]; p != nil {
			if n, ok := s.names.Get(p); ok {
				return n.sym
			}
		}
	}
	return t.Of(v)
}

// Len returns the number of symbols of which something is known.
func (s State) Len() int { return s.facts.Len() }

// Sum returns a number that states of one table share if they know the same, and only
// then but for a chance of one in 2^64. Names of registers do not count: what they stand
// for does.
func (s State) Sum() uint64 { return s.facts.Sum() }

// Equal reports whether two states know the same.
func (s State) Equal(o State) bool { return s.facts.Equal(o.facts) && s.names.Equal(o.names) }

// Meet returns what is known in both states.
func (s State) Meet(o State) State {
	return State{
		facts: s.facts.Meet(o.facts, func(sym *Symbol, f, g Fact) (Fact, bool) {
			h := either(f, g)
			if f.Is == g.Is {
				h.Is = f.Is
			}
			if f.Not == g.Not {
				h.Not = f.Not
			}
			return h, h != unknown(sym)
		}),
		names: s.names.Meet(o.names, func(_ *part, n, _ named) (named, bool) { return n, false }),
	}
}

// unknown returns the fact of a symbol before any condition.
func unknown(sym *Symbol) Fact { return sym.base }

// fact returns what is known of a symbol.
func (s State) fact(sym *Symbol) Fact {
	if f, ok := s.facts.Get(sym); ok {
		return f
	}
	return unknown(sym)
}

func (s *State) set(sym *Symbol, f Fact) {
	if f == unknown(sym) {
		s.facts.Delete(sym)
		return
	}
	s.facts.Set(sym, f)
}

// Defined forgets what was known of a register that is no pure expression, and of
// what is made of it: it has another value now.
func (s *State) Defined(t *Table, v ssa.Value) {
	if p := t.parts[v]; p != nil {
		s.names.Delete(p)
		s.forget(p)
	}
}

// Stored forgets what was known of a variable in memory in which something is
// stored: of a field in all objects.
func (s *State) Stored(t *Table, addr ssa.Value) {
	var at any = addr
	if f, ok := addr.(*ssa.FieldAddr); ok {
		at = fieldOf(f.X.Type(), f.Field)
	}
	if p := t.parts[at]; p != nil {
		s.forget(p)
	}
}

// Havoc forgets what was known of memory: much may have happened since, as in a
// round of a loop.
func (s *State) Havoc() {
	s.facts.DeleteFunc(func(sym *Symbol, _ Fact) bool { return sym.loads })
}

// Forget forgets what was known of registers, and of what is made of them, unless keep is
// true of it.
func (s *State) Forget(registers func(ssa.Value) bool, keep func(*Symbol) bool) {
	s.names.DeleteFunc(func(p *part, _ named) bool {
		v, ok := p.is.(ssa.Value)
		return ok && registers(v)
	})
	s.facts.DeleteFunc(func(sym *Symbol, _ Fact) bool {
		return slices.ContainsFunc(sym.nested, func(p *part) bool {
			v, ok := p.is.(ssa.Value)
			return ok && registers(v)
		}) && (keep == nil || !keep(sym))
	})
}

// forget forgets what was known of symbols that are made of a part.
func (s *State) forget(p *part) {
	switch n := s.facts.Len(); {
	case n == 0:
	case len(p.users) <= n:
		for _, sym := range p.users {
			s.facts.Delete(sym)
		}
	default:
		s.facts.DeleteFunc(func(sym *Symbol, _ Fact) bool { return sym.has(p) })
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

// SetNil adds that a value is nil, or not.
func (s *State) SetNil(t *Table, v ssa.Value, is bool) {
	p := predicate{sym: s.Of(t, v), op: token.EQL, c: "nil"}
	if !is {
		p.op = token.NEQ
	}
	if f, ok := p.apply(s.fact(p.sym)); ok {
		s.set(p.sym, f)
	}
}

// Fact returns what is known of a value.
func (s State) Fact(t *Table, v ssa.Value) Fact { return s.fact(s.Of(t, v)) }

// Know adds what is known of the value that a register was set to.
func (s *State) Know(t *Table, v ssa.Value, f Fact) {
	sym := t.Of(v)
	if f.Is != "" { // no integer
		f.Lo, f.Hi = sym.base.Lo, sym.base.Hi
	}
	s.set(sym, f)
}

// Nilness reports whether a value is known to be nil, or not to be.
func (f Fact) Nilness() bool { return f.Is == "nil" || f.Not == "nil" }

// NonNil reports whether a value is surely not nil.
func (s State) NonNil(t *Table, v ssa.Value) bool { return s.fact(s.Of(t, v)).Not == "nil" }

// Subject returns the symbol that a condition is about on this path: two conditions
// with one subject may tell of each other.
func (s State) Subject(t *Table, cond ssa.Value) *Symbol { return s.predicate(t, cond, true).sym }
