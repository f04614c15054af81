package decodes

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// maxPredicate bounds the blocks of a predicate that is looked into, and maxNested the
// predicates that ask others.
const (
	maxPredicate = 30
	maxNested    = 2
)

// predicate returns the places that a function with a body tests to answer a condition, as
// its caller has them; known is false if nobody sees any:
//
//	func (u *users) stale(info os.FileInfo) bool { return u.info.ModTime() != info.ModTime() }
func (c condition) predicate(call *ssa.Call) (tested []guard, known bool) {
	fn := call.Call.StaticCallee()
	if fn == nil || len(fn.Blocks) == 0 || len(fn.Blocks) > maxPredicate || c.nested >= maxNested {
		return nil, false
	}
	inner := newMemory(fn, c.unset, c.kept)
	inner.nested = c.nested + 1
	tests := condition{memory: inner, seen: make(map[ssa.Value]bool)}
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok {
			continue // goes on
		}
		asked := inner.above(b)
		for _, v := range ret.Results {
			if basic, ok := v.Type().Underlying().(*types.Basic); ok && basic.Kind() == types.Bool {
				asked = append(asked, tests.state(v)...)
			}
		}
		for _, g := range asked {
			tested = append(tested, c.outward(g, fn, call.Call.Args)...)
		}
	}
	return tested, len(tested) > 0
}

// outward returns a guard of a predicate as its caller has it: where its place starts with a
// parameter, with the argument; a value that is given is what the argument was made of.
func (c condition) outward(g guard, fn *ssa.Function, args []ssa.Value) []guard {
	for i, param := range fn.Params {
		switch {
		case g.place.Root != param:
			continue // of something else
		case g.place.Parent == nil:
			return c.state(args[i])
		}
		if in := c.at(args[i]); in != nil {
			g.place = c.rebase(g.place, in)
			return []guard{g}
		}
		return nil // of something that does not last
	}
	if _, ok := g.place.Root.(*ssa.Global); ok {
		g.place = c.rebase(g.place, c.places.Root(g.place.Root))
		return []guard{g}
	}
	return nil
}

// rebase returns the path of a place, from another root.
func (m *memory) rebase(at, root *place.Place) *place.Place {
	if at.Parent == nil {
		return root
	}
	return m.places.Sub(m.rebase(at.Parent, root), at.Field, at.Var)
}
