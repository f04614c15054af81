// Package locks computes which locks are held at each instruction of a
// function. A lock is a place, held for reading or for writing.
//
// Locks that are surely held (must) are evidence of how something is guarded;
// a lock that is held on some path only (may) is reason enough not to speak of
// a missing lock.
package lockset

import (
	"cmp"
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A Mode tells how a lock is held.
type Mode uint8

// The modes, weaker ones first.
const (
	Read Mode = iota + 1
	Write
)

// A Held is a lock that is held.
type Held struct {
	Place *place.Place
	Mode  Mode
}

// A Set is a set of held locks, sorted by the places' IDs. Sets are not
// changed once they are made.
type Set []Held

func compareHeld(a, b Held) int { return cmp.Compare(a.Place.ID, b.Place.ID) }

func (s Set) find(p *place.Place) (int, bool) {
	return slices.BinarySearchFunc(s, Held{Place: p}, compareHeld)
}

// Mode returns how p is held, 0 if it is not.
func (s Set) Mode(p *place.Place) Mode {
	if i, ok := s.find(p); ok {
		return s[i].Mode
	}
	return 0
}

// With returns s with p held at least in a mode.
func (s Set) With(p *place.Place, mode Mode) Set {
	i, ok := s.find(p)
	if ok && s[i].Mode >= mode {
		return s
	}
	out := slices.Clone(s)
	if ok {
		out[i].Mode = mode
		return out
	}
	return slices.Insert(out, i, Held{p, mode})
}

// Without returns s less p.
func (s Set) Without(p *place.Place) Set {
	i, ok := s.find(p)
	if !ok {
		return s
	}
	return slices.Delete(slices.Clone(s), i, i+1)
}

// Union returns what one of the sets holds, in the stronger mode.
func Union(a, b Set) Set {
	if len(b) > len(a) {
		a, b = b, a
	}
	for _, h := range b {
		a = a.With(h.Place, h.Mode)
	}
	return a
}

// Minus returns what a holds and b does not, in any mode.
func Minus(a, b Set) Set {
	for _, h := range b {
		a = a.Without(h.Place)
	}
	return a
}

// Intersect returns what both sets hold, in the weaker mode.
func Intersect(a, b Set) Set {
	var out Set
	for _, h := range a {
		if m := b.Mode(h.Place); m != 0 {
			out = append(out, Held{h.Place, min(h.Mode, m)})
		}
	}
	return out
}

// Exclude reports whether two goroutines that hold a and b keep each other
// out: a lock is in both, and one of them holds it for writing.
func Exclude(a, b Set) bool {
	for _, h := range a {
		if m := b.Mode(h.Place); m == Write || m == Read && h.Mode == Write {
			return true
		}
	}
	return false
}

// Map returns the set with each place replaced, less those that f maps to nil.
func (s Set) Map(f func(*place.Place) *place.Place) Set {
	var out Set
	for _, h := range s {
		if p := f(h.Place); p != nil {
			out = out.With(p, h.Mode)
		}
	}
	return out
}
