package typestate

import "golang.org/x/tools/go/ssa"

// A choice is the case that a select has chosen, -1 for the default. A path has one from
// the select to where control is in the case.
type choice struct {
	of    *ssa.Select
	index int
}

// selects splits a world by the case that is chosen.
func (x *Interpretation[V, W, N]) selects(w W, s *ssa.Select) []W {
	var out []W
	for i := range len(s.States) + 1 {
		if i == len(s.States) {
			if i = -1; s.Blocking {
				break // has no default
			}
		}
		c := w.Clone()
		received, ok := x.Domain.Case(c, s, i)
		if !ok {
			continue // cannot be chosen
		}
		path := c.Known()
		var none V
		path.Set(x.Symbols, s, none)
		path.SetTuple(s, received)
		path.chosen = choice{s, i}
		out = append(out, c)
	}
	return out
}
