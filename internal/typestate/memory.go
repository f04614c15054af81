// Package typestate is the engine of interpreters that follow objects path by path:
// the fixpoint over sets of worlds ([Run]), which worlds are merged ([Worlds]), and
// what variables hold ([Memory]). It is generic over what a world knows; a test has a
// domain of its own.
package typestate

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A Memory is what variables hold on one path, by place. A place that is missing
// holds something of which nothing is known.
type Memory[V any] map[*place.Place]V

// In yields the variables in the one at p, itself included, in the order of places.
func (m Memory[V]) In(p *place.Place) iter.Seq2[*place.Place, V] {
	return func(yield func(*place.Place, V) bool) {
		for _, q := range m.within(p) {
			if !yield(q, m[q]) {
				return
			}
		}
	}
}

func (m Memory[V]) within(p *place.Place) []*place.Place {
	var out []*place.Place
	for q := range m {
		if q.Within(p) {
			out = append(out, q)
		}
	}
	slices.SortFunc(out, ByID)
	return out
}

// Clear forgets what is in the variable at p: it is set as a whole.
func (m Memory[V]) Clear(p *place.Place) {
	maps.DeleteFunc(m, func(q *place.Place, _ V) bool { return q.Within(p) })
}

// Forget forgets all variables whose root is v: that is another value now.
func (m Memory[V]) Forget(v ssa.Value) {
	maps.DeleteFunc(m, func(q *place.Place, _ V) bool { return q.Root == v })
}

// Copy assigns the variable at from, field by field, to the one at to.
func (m Memory[V]) Copy(t *place.Table, from, to *place.Place) {
	if from == to {
		return
	}
	parts := m.within(from)
	vals := make([]V, len(parts))
	for i, q := range parts {
		vals[i] = m[q]
	}
	m.Clear(to)
	for i, q := range parts {
		m[rebase(t, q, from, to)] = vals[i]
	}
}

// rebase returns the place that is to to as q, which is within from, is to from.
func rebase(t *place.Table, q, from, to *place.Place) *place.Place {
	if q == from {
		return to
	}
	return t.Sub(rebase(t, q.Parent, from, to), q.Field, q.Var)
}

// ByID orders places as they were made.
func ByID(p, q *place.Place) int { return cmp.Compare(p.ID, q.ID) }
