package timerreset

import (
	"slices"
	"strings"
)

// maxWorlds bounds the disjuncts before a block. Beyond it the state is top:
// nothing is known, and nothing is reported. No function of the standard
// library or of the projects in the incident list reaches it.
const maxWorlds = 48

// state is a set of worlds, sorted by signature, with at most one world per
// signature. This is property simulation: paths are kept apart as long as
// their typestates differ, and only then (Das, Lerner, Seigle: ESP, PLDI 2002).
type state struct {
	worlds []*world
	sigs   []string
	top    bool
}

// lattice is the join-semilattice of states; its identity is unreachable.
type lattice struct{}

func (lattice) Ident() *state { return nil }

func (lattice) Equals(a, b *state) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.top == b.top && slices.Equal(a.sigs, b.sigs) &&
		slices.EqualFunc(a.worlds, b.worlds, (*world).equal)
}

func (lattice) Merge(a, b *state) *state {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case a.top || b.top:
		return &state{top: true}
	}
	return newState(append(slices.Clip(a.worlds), b.worlds...))
}

// newState merges worlds of equal signature. It returns nil for none.
func newState(worlds []*world) *state {
	if len(worlds) == 0 {
		return nil
	}
	bySig := make(map[string]*world)
	for _, w := range worlds {
		sig := w.signature()
		if have := bySig[sig]; have != nil {
			w = have.meet(w)
		}
		bySig[sig] = w
	}
	if len(bySig) > maxWorlds {
		return &state{top: true}
	}
	s := new(state)
	for sig := range bySig {
		s.sigs = append(s.sigs, sig)
	}
	slices.SortFunc(s.sigs, strings.Compare)
	for _, sig := range s.sigs {
		s.worlds = append(s.worlds, bySig[sig])
	}
	return s
}
