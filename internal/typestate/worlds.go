package typestate

import (
	"maps"
	"slices"
)

// A World is what holds on some set of paths to a point of a function. It is not
// changed once it was added to a set.
type World[W any] interface {
	// Signature encodes the property that keeps worlds apart: the typestates, and
	// what decides of them.
	Signature() string
	// Meet returns what holds in both of two worlds whose signatures agree.
	Meet(W) W
	// Equal reports whether two such worlds know the same.
	Equal(W) bool
}

// A Worlds is a set of worlds with at most one for each signature: property
// simulation. Paths are kept apart as long as their typestates differ, and only then
// (Das, Lerner, Seigle: ESP, PLDI 2002). Beyond its limit the set is top: nothing is
// known, and nothing is reported.
type Worlds[W World[W]] struct {
	limit int
	bySig map[string]W
	top   bool
}

// NewWorlds returns an empty set that becomes top with more than limit worlds.
func NewWorlds[W World[W]](limit int) *Worlds[W] {
	return &Worlds[W]{limit: limit, bySig: make(map[string]W)}
}

// Add adds a world, and reports its signature and whether the set has changed.
func (s *Worlds[W]) Add(w W) (sig string, changed bool) {
	if s.top {
		return "", false
	}
	sig = w.Signature()
	have, ok := s.bySig[sig]
	switch {
	case !ok:
		s.bySig[sig] = w
		if len(s.bySig) > s.limit {
			s.GiveUp()
		}
		return sig, true
	default:
		merged := have.Meet(w)
		if merged.Equal(have) {
			return sig, false
		}
		s.bySig[sig] = merged
		return sig, true
	}
}

// GiveUp makes the set top.
func (s *Worlds[W]) GiveUp() { s.top, s.bySig = true, nil }

// Top reports whether the set was given up.
func (s *Worlds[W]) Top() bool { return s.top }

// All returns the worlds in the order of their signatures.
func (s *Worlds[W]) All() []W {
	out := make([]W, 0, len(s.bySig))
	for _, sig := range slices.Sorted(maps.Keys(s.bySig)) {
		out = append(out, s.bySig[sig])
	}
	return out
}

// Join returns the union of two sets.
func (s *Worlds[W]) Join(o *Worlds[W]) *Worlds[W] {
	out := NewWorlds[W](s.limit)
	if s.top || o.top {
		out.GiveUp()
		return out
	}
	for _, set := range []*Worlds[W]{s, o} {
		for _, w := range set.All() {
			out.Add(w)
		}
	}
	return out
}

// Equal reports whether two sets know the same.
func (s *Worlds[W]) Equal(o *Worlds[W]) bool {
	return s.top == o.top && maps.EqualFunc(s.bySig, o.bySig, func(a, b W) bool { return a.Equal(b) })
}

// Merge returns the worlds of a list, merged where their signatures agree; false if
// they are more than limit.
func Merge[W World[W]](worlds []W, limit int) ([]W, bool) {
	s := NewWorlds[W](limit)
	for _, w := range worlds {
		s.Add(w)
	}
	return s.All(), !s.top
}
