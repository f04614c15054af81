// Package symbol names values, so that two expressions of one function that
// surely, or as far as anybody can see, have the same value have one name, and
// says what conditions tell of them. A second test of the same thing then agrees
// with the first, in whatever words it is put:
//
//	if n > 0 { p = C.malloc(n) }
//	if n != 0 { C.free(p) }     // n is a size: the same test
//
// Symbols are hash-consed expressions; what is known of one is a [Fact]: an
// interval, a constant, or some constants that it is not. A load stands for what is
// in memory, as long as nothing is stored there: [State.Stored].
package symbol

import (
	"cmp"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Symbol is the name of a value. Symbols of one [Table] are interned: equal
// symbols are the same pointer.
type Symbol struct {
	id     uint32
	op     token.Token // of an expression; ILLEGAL for a leaf
	x, y   *Symbol
	field  *types.Var
	base   Fact    // what its type says, or the constant that it is
	nested []*part // the leaves, and the fields that are loaded, in their order
	loads  bool    // something is loaded
}

// Number numbers the symbols of a table.
func (s *Symbol) Number() uint32 { return s.id }

// has reports whether a symbol is made of a part.
func (s *Symbol) has(p *part) bool {
	_, ok := slices.BinarySearchFunc(s.nested, p, byID)
	return ok
}

// A part is what symbols are made of: a register or another value, the text of a
// constant, or a field.
type part struct {
	id    uint32
	is    any
	users []*Symbol // that are made of it
}

// Number numbers the parts of a table.
func (p *part) Number() uint32 { return p.id }

func byID(p, q *part) int { return cmp.Compare(p.id, q.id) }

// node is the key of a symbol.
type node struct {
	op    token.Token
	x, y  *Symbol
	leaf  any
	field *types.Var
}

// Operators of symbols that are no Go tokens of their own.
const (
	opCall  = token.GO     // x.f() or x.f(y), of a method that depends on these alone
	opLen   = token.FUNC   // len(x)
	opCap   = token.CHAN   // cap(x)
	opLoad  = token.MUL    // *x
	opField = token.PERIOD // &x.field, or x.field
)

// A Table interns symbols.
type Table struct {
	nodes  map[node]*Symbol
	values map[ssa.Value]*Symbol
	parts  map[any]*part
	// Stable reports whether a load has the same value as another of the same
	// variable, if the function itself stores nothing in between; nil for all.
	Stable func(load *ssa.UnOp) bool
	// Constant reports whether a package variable is only set where it is declared; nil for
	// none.
	Constant func(*ssa.Global) bool
}

// NewTable returns an empty table.
func NewTable() *Table {
	return &Table{nodes: make(map[node]*Symbol), values: make(map[ssa.Value]*Symbol), parts: make(map[any]*part)}
}

// maxDepth bounds the expressions that are named by what they are made of.
const maxDepth = 12

// Of returns the symbol of a value.
func (t *Table) Of(v ssa.Value) *Symbol { return t.of(v, 0) }

func (t *Table) of(v ssa.Value, depth int) *Symbol {
	if s := t.values[v]; s != nil {
		return s
	}
	s := t.expression(v, depth)
	if s == nil {
		s = t.intern(node{leaf: v}, made(v))
	}
	t.values[v] = s
	return s
}

// Zero returns the symbol of the zero value of a type.
func (t *Table) Zero(typ types.Type) *Symbol { return t.Of(ssa.NewConst(nil, typ)) }

// expression returns the symbol of a value that is a pure expression, or nil.
func (t *Table) expression(v ssa.Value, depth int) *Symbol {
	if depth > maxDepth {
		return nil
	}
	switch v := v.(type) {
	case *ssa.Const:
		return t.constant(v)
	case *ssa.BinOp:
		switch v.Op {
		case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ, token.ADD, token.SUB, token.MUL, token.QUO, token.REM, token.AND, token.OR:
			return t.intern(node{op: v.Op, x: t.of(v.X, depth+1), y: t.of(v.Y, depth+1)}, ofType(v.Type()))
		}
	case *ssa.UnOp:
		switch v.Op {
		case token.MUL:
			if t.Stable == nil || t.Stable(v) {
				return t.intern(node{op: opLoad, x: t.of(v.X, depth+1)}, t.loaded(v))
			}
		case token.NOT, token.SUB:
			return t.intern(node{op: v.Op, x: t.of(v.X, depth+1)}, ofType(v.Type()))
		}
	case *ssa.FieldAddr:
		if f := fieldOf(v.X.Type(), v.Field); f != nil {
			return t.intern(node{op: opField, x: t.of(v.X, depth+1), field: f}, Fact{})
		}
	case *ssa.Field:
		if f := fieldOf(v.X.Type(), v.Field); f != nil {
			return t.intern(node{op: opField, x: t.of(v.X, depth+1), field: f}, ofType(v.Type()))
		}
	case *ssa.ChangeType:
		return t.of(v.X, depth+1)
	case *ssa.Convert:
		if widens(v.X.Type(), v.Type()) {
			return t.of(v.X, depth+1)
		}
	case *ssa.Call:
		if Pure(v) {
			n := node{op: opCall, leaf: v.Call.StaticCallee(), x: t.of(v.Call.Args[0], depth+1)}
			if len(v.Call.Args) == 2 {
				n.y = t.of(v.Call.Args[1], depth+1)
			}
			return t.intern(n, ofType(v.Type()))
		}
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && len(v.Call.Args) == 1 {
			switch b.Name() {
			case "len":
				return t.intern(node{op: opLen, x: t.of(v.Call.Args[0], depth+1)}, natural)
			case "cap":
				return t.intern(node{op: opCap, x: t.of(v.Call.Args[0], depth+1)}, natural)
			}
		}
	}
	return nil
}

// constant returns the symbol of a constant. An untyped nil that stands for the zero
// value of a basic type is that.
func (t *Table) constant(c *ssa.Const) *Symbol {
	base, txt := Fact{Is: text(c)}, text(c)
	if n, ok := integer(c); ok {
		base = Fact{Lo: n, Hi: n}
	}
	return t.intern(node{leaf: txt}, base)
}

// intern returns the symbol of a node.
func (t *Table) intern(n node, base Fact) *Symbol {
	if s := t.nodes[n]; s != nil {
		return s
	}
	s := &Symbol{id: uint32(len(t.nodes)), op: n.op, x: n.x, y: n.y, field: n.field, base: base}
	s.loads = n.op == opLoad && n.y == nil
	for _, operand := range []*Symbol{n.x, n.y} {
		if operand != nil {
			s.loads = s.loads || operand.loads
			s.nested = union(s.nested, operand.nested)
		}
	}
	if n.leaf != nil {
		s.nested = union(s.nested, []*part{t.part(n.leaf)})
	}
	if n.op == opLoad && n.x.field != nil {
		s.nested = union(s.nested, []*part{t.part(n.x.field)})
	}
	for _, p := range s.nested {
		p.users = append(p.users, s)
	}
	t.nodes[n] = s
	return s
}

// part returns the part that stands for something.
func (t *Table) part(is any) *part {
	p := t.parts[is]
	if p == nil {
		p = &part{id: uint32(len(t.parts)), is: is}
		t.parts[is] = p
	}
	return p
}

// union merges two sets of parts.
func union(a, b []*part) []*part {
	if len(a) == 0 {
		return b
	}
	out := make([]*part, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch c := byID(a[0], b[0]); {
		case c < 0:
			out, a = append(out, a[0]), a[1:]
		case c > 0:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, a[0]), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// fieldOf returns the i-th field of a struct, or of what a pointer to one points
// to, as it is declared, or nil.
func fieldOf(t types.Type, i int) *types.Var {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok || i >= st.NumFields() {
		return nil
	}
	return st.Field(i).Origin()
}

// text returns the exact text of a constant.
func text(c *ssa.Const) string {
	if v := value(c); v != nil {
		return v.ExactString()
	}
	return "nil"
}

// value returns the value of a constant, that of a basic type if it is a zero value;
// nil for nil.
func value(c *ssa.Const) constant.Value {
	b, ok := c.Type().Underlying().(*types.Basic)
	if c.Value != nil || !ok {
		return c.Value
	}
	switch info := b.Info(); {
	case info&types.IsBoolean != 0:
		return constant.MakeBool(false)
	case info&types.IsString != 0:
		return constant.MakeString("")
	case info&types.IsNumeric != 0:
		return constant.MakeInt64(0)
	}
	return nil
}

// integer returns the value of a constant integer.
func integer(c *ssa.Const) (int64, bool) {
	v := value(c)
	if v == nil || v.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(v)
}

// natural is what is known of a length, anything of a value of which nothing is.
var (
	natural  = Fact{Lo: 0, Hi: maxInt}
	anything = Fact{Lo: minInt, Hi: maxInt}
)

// ofType returns what a type says of its values.
func ofType(t types.Type) Fact {
	if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&types.IsUnsigned != 0 {
		return natural
	}
	return anything
}

// widens reports whether a conversion between integer types keeps every value.
// The sizes are those of the smallest platform for the result, and of the largest
// for the operand.
func widens(from, to types.Type) bool {
	f, ok := from.Underlying().(*types.Basic)
	if !ok || f.Info()&types.IsInteger == 0 {
		return false
	}
	t, ok := to.Underlying().(*types.Basic)
	if !ok || t.Info()&types.IsInteger == 0 {
		return false
	}
	if unsigned := types.IsUnsigned; f.Info()&unsigned == 0 && t.Info()&unsigned != 0 {
		return false // a negative number becomes a large one
	}
	return bits(f, 8) <= bits(t, 4)
}

// bits returns the size of an integer type; that of int and its like is word.
func bits(b *types.Basic, word int64) int64 {
	return (&types.StdSizes{WordSize: word, MaxAlign: word}).Sizeof(b)
}
