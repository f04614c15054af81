package typestate

import "slices"

// A World is what holds on some set of paths to a point of a function. It is not
// changed once it was added to a set.
type World[W any] interface {
	// Signature is a hash of the property that keeps worlds apart: the typestates, and
	// what decides of them. It is of 64 bits, and of worlds at one block, which are few:
	// two with one signature have one property.
	Signature() uint64
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
	list  []W
	sigs  []uint64 // their signatures
	top   bool
}

// NewWorlds returns an empty set that becomes top with more than limit worlds.
func NewWorlds[W World[W]](limit int) *Worlds[W] { return &Worlds[W]{limit: limit} }

// Add adds a world, and returns its index and whether the set has changed.
func (s *Worlds[W]) Add(w W) (index int, changed bool) {
	if s.top {
		return -1, false
	}
	sig := w.Signature()
	i := slices.Index(s.sigs, sig)
	if i < 0 {
		s.list, s.sigs = append(s.list, w), append(s.sigs, sig)
		if len(s.list) > s.limit {
			s.GiveUp()
		}
		return len(s.list) - 1, true
	}
	merged := s.list[i].Meet(w)
	if merged.Equal(s.list[i]) {
		return i, false
	}
	s.list[i] = merged
	return i, true
}

// GiveUp makes the set top.
func (s *Worlds[W]) GiveUp() { s.top, s.list, s.sigs = true, nil, nil }

// Top reports whether the set was given up.
func (s *Worlds[W]) Top() bool { return s.top }

// All returns the worlds in the order in which their signatures were added.
func (s *Worlds[W]) All() []W { return s.list }

// Join returns the union of two sets.
func (s *Worlds[W]) Join(o *Worlds[W]) *Worlds[W] {
	out := NewWorlds[W](s.limit)
	if s.top || o.top {
		out.GiveUp()
		return out
	}
	for _, set := range []*Worlds[W]{s, o} {
		for _, w := range set.list {
			out.Add(w)
		}
	}
	return out
}

// Equal reports whether two sets know the same.
func (s *Worlds[W]) Equal(o *Worlds[W]) bool {
	if s.top != o.top || len(s.list) != len(o.list) {
		return false
	}
	for i, w := range s.list {
		j := slices.Index(o.sigs, s.sigs[i])
		if j < 0 || !w.Equal(o.list[j]) {
			return false
		}
	}
	return true
}

// Merge returns the worlds of a list, merged where their signatures agree; false if
// they are more than limit.
func Merge[W World[W]](worlds []W, limit int) ([]W, bool) {
	s := NewWorlds[W](limit)
	for _, w := range worlds {
		s.Add(w)
	}
	return s.list, !s.top
}
