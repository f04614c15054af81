package mapaccess

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A Choice tells which element of a container an access reaches, if its place leads
// through one. The zero value is that of a place that leads through none.
type Choice struct {
	How How
	// Key is the index or key of Constant.
	Key constant.Value
	// by is what holds the element, in the round of a loop that started a goroutine for it.
	by ssa.Value
}

// SameElement reports whether one round of a loop starts two goroutines with the same
// element:
//
//	for _, it := range items { go count(it); go index(it) }
func (b *Function) SameElement(x, y Moment) bool {
	by := x.Choice.by
	if by == nil || by != y.Choice.by || x.At == y.At {
		return false // others, or of two rounds
	}
	next := cfg.Cut{At: func(instr ssa.Instruction) bool { v, ok := instr.(ssa.Value); return ok && v == by }}
	return cfg.Reaches(x.At, y.At, next) || cfg.Reaches(y.At, x.At, next)
}

// How is the way in which an element of a container is chosen.
type How uint8

const (
	// NoElement is that of places that lead through no container.
	NoElement How = iota
	// Constant elements have a constant index or key.
	Constant
	// Every element is reached, one after the other.
	Every
	// Given elements are those that the caller of the function chooses.
	Given
	// Any element it may be: nobody sees which.
	Any
)

// Overlap reports whether two accesses to elements of one container can reach the same
// one: they go over all, or both choose by the same constant, or by what their callers give.
func (c Choice) Overlap(o Choice) bool {
	switch {
	case c.How == Every || o.How == Every:
		return true
	case c.How == Constant && o.How == Constant:
		return c.Key.Kind() == o.Key.Kind() && constant.Compare(c.Key, token.EQL, o.Key)
	}
	return c.How == o.How && c.How != Any
}

// with returns the choice of an element of an element.
func (c Choice) with(o Choice) Choice {
	switch {
	case c.How == NoElement:
		return o
	case o.How == NoElement:
		return c
	case c.How == Constant && o.How == Constant:
		return Choice{How: Any} // no constant of its own
	}
	return Choice{How: max(c.How, o.How)}
}

// maxChoice bounds the values on the way from a map back to the container that it is in.
const maxChoice = 40

// choice returns which element of a container holds what v refers to.
func (b *Function) choice(v ssa.Value) Choice { return b.choose(v, make(map[ssa.Value]Choice)) }

// choose looks at each value once.
func (b *Function) choose(v ssa.Value, known map[ssa.Value]Choice) Choice {
	c, ok := known[v]
	switch {
	case ok:
		return c
	case len(known) == maxChoice:
		return Choice{How: Any}
	}
	known[v] = Choice{} // for a phi that depends on itself
	known[v] = b.chooses(v, known)
	return known[v]
}

func (b *Function) chooses(v ssa.Value, known map[ssa.Value]Choice) Choice {
	step := func(x ssa.Value) Choice { return b.choose(x, known) }
	switch v := v.(type) {
	case *ssa.UnOp:
		return step(v.X)
	case *ssa.FieldAddr:
		return step(v.X)
	case *ssa.Field:
		return step(v.X)
	case *ssa.ChangeType:
		return step(v.X)
	case *ssa.ChangeInterface:
		return step(v.X)
	case *ssa.MakeInterface:
		return step(v.X)
	case *ssa.TypeAssert:
		return step(v.X)
	case *ssa.Slice:
		return step(v.X)
	case *ssa.IndexAddr:
		return step(v.X).with(b.index(v.Index))
	case *ssa.Index:
		return step(v.X).with(b.index(v.Index))
	case *ssa.Lookup:
		return step(v.X).with(b.index(v.Index))
	case *ssa.Extract:
		if next, ok := v.Tuple.(*ssa.Next); ok {
			if rng, ok := next.Iter.(*ssa.Range); ok {
				return step(rng.X).with(Choice{How: Every})
			}
		}
		return step(v.Tuple)
	case *ssa.Phi:
		var out Choice
		for _, edge := range v.Edges {
			if edge == v || b.Pkg.Value(edge).Parent == nil && b.Pkg.Value(edge) != b.Pkg.Value(v) {
				continue // itself, or new
			}
			if c := step(edge); c.How > out.How {
				out = c
			}
		}
		return out
	case *ssa.Call:
		return b.choiceOfCall(v)
	case *ssa.Alloc:
		return b.choiceOfVariable(v, known)
	case *ssa.FreeVar:
		return b.choiceOfCaptured(v)
	}
	return Choice{}
}

// index returns the choice that an index or a key makes.
func (b *Function) index(v ssa.Value) Choice {
	switch {
	case isConst(v):
		if k := v.(*ssa.Const).Value; k != nil {
			return Choice{How: Constant, Key: k}
		}
	case counts(v):
		return Choice{How: Every}
	case b.Given(v):
		return Choice{How: Given}
	}
	return Choice{How: Any}
}

func isConst(v ssa.Value) bool {
	_, ok := v.(*ssa.Const)
	return ok
}

// counts reports whether v is the variable of a loop that counts up by one:
// for i := range s, for i := 0; i < n; i++.
func counts(v ssa.Value) bool {
	if add, ok := v.(*ssa.BinOp); ok && add.Op == token.ADD && isConst(add.Y) {
		v = add.X // of a range, which begins at -1
	}
	phi, ok := v.(*ssa.Phi)
	if !ok {
		return false
	}
	for _, edge := range phi.Edges {
		add, ok := edge.(*ssa.BinOp)
		if ok && add.Op == token.ADD && add.X == phi && isConst(add.Y) && cfg.InLoop(add, cfg.Cut{}) {
			return true
		}
	}
	return false
}

// choiceOfCall returns that of what a call returns, if the callee returns an element of
// what it is given: it chooses by the arguments, as far as is seen.
func (b *Function) choiceOfCall(call *ssa.Call) Choice {
	at := b.Pkg.Value(call)
	elem := false
	for q := at; q.Parent != nil; q = q.Parent {
		elem = elem || q.Field == place.Elem
	}
	if !elem {
		return Choice{}
	}
	return b.passed(call.Call.Args, !call.Call.IsInvoke() && call.Call.Signature().Recv() != nil)
}

// passed returns the choice that arguments make for a callee which chooses by what it is
// given, other than its receiver. In a loop that counts it comes by every element.
func (b *Function) passed(args []ssa.Value, recv bool) Choice {
	if recv && len(args) > 0 {
		args = args[1:]
	}
	args = slices.DeleteFunc(slices.Clone(args), func(v ssa.Value) bool { return v == nil || contains(v.Type()) })
	out, counted := Choice{How: Any}, 0
	for _, arg := range args {
		switch c := b.index(arg); {
		case c.How == Given:
			return c
		case c.How == Constant && len(args) == 1:
			out = c
		case c.How == Every:
			counted++
		}
	}
	if counted > 0 && counted == len(args) {
		return Choice{How: Every} // whichever of them is the key
	}
	return out
}

// contains reports whether values of a type are containers themselves, rather than keys.
func contains(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	switch t.Underlying().(type) {
	case *types.Slice, *types.Map, *types.Array:
		return true
	}
	return false
}

// choiceOfVariable returns that of a local variable which is assigned once.
func (b *Function) choiceOfVariable(v *ssa.Alloc, known map[ssa.Value]Choice) Choice {
	if b.Pkg.Value(v).Parent == nil && v.Heap && v.Comment == "complit" {
		return Choice{} // new
	}
	var out Choice
	for _, ref := range *v.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == v {
			if c := b.choose(st.Val, known); c.How > out.How {
				out = c
			}
		}
	}
	return out
}

// choiceOfCaptured returns that of a variable of the function around: which element a
// loop there had come to, the literal does not know.
func (b *Function) choiceOfCaptured(v *ssa.FreeVar) Choice {
	for _, bound := range lockset.Bindings(v) {
		owner := &Function{Pkg: b.Pkg, Fn: b.Fn.Parent()} // which is summarized after its literals
		if c := owner.choice(bound); c.How != NoElement {
			out := c.fixed()
			if c.How == Every {
				out.by = bound
			}
			return out
		}
	}
	return Choice{}
}

// fixed returns a choice as it looks from a function that runs for each element by
// itself.
func (c Choice) fixed() Choice {
	if c.How == Every || c.How == Given {
		return Choice{How: Any}
	}
	return c
}

// chosen returns which element the access of a callee reaches, as it looks from here. A
// goroutine has one element of those that a loop around its start goes over.
func (b *Function) chosen(a *Access, sum *Summary, c callee, f frame) Choice {
	inner := a.Choice
	if inner.How == Given && (f.Thread == nil || f.Thread.Handler == "") { // a request is given by others
		inner = b.passed(c.args, c.Fn.Signature.Recv() != nil)
		if f.Thread != nil && inner.How == Every {
			inner = Choice{How: Any}
		}
	}
	i := slices.Index(sum.params, a.Place.Root)
	if i < 0 || i >= len(c.args) || c.args[i] == nil {
		return inner
	}
	outer := b.choice(c.args[i])
	if f.Thread != nil && outer.How == Every {
		outer = Choice{How: Any, by: c.args[i]}
	}
	return outer.with(inner)
}

// exported returns how importers see a choice: the constant is not told.
func (c Choice) exported() How {
	if c.How == Constant {
		return Any
	}
	return c.How
}
