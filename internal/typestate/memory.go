// Package typestate follows objects path by path. An [Interpretation] runs functions over
// the worlds of a [Domain]: to a fixpoint ([Run]), with worlds merged by property
// simulation ([Worlds]), with what registers ([Env]) and variables ([Memory]) hold, and for
// how long ([Lives]). A domain gives instructions their meaning; a test has one of its own.
package typestate

import (
	"iter"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/intmap"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A Memory is what variables hold on one path, by place. A place that is missing
// holds something of which nothing is known. A copy is a memory of its own.
type Memory[V intmap.Value] struct {
	intmap.Map[*place.Place, V]
}

// At returns what the variable at p holds.
func (m Memory[V]) At(p *place.Place) V {
	v, _ := m.Get(p)
	return v
}

// In yields the variables in the one at p, itself included, in the order of places.
func (m Memory[V]) In(p *place.Place) iter.Seq2[*place.Place, V] {
	return func(yield func(*place.Place, V) bool) {
		for q, v := range m.All() {
			if q.Within(p) && !yield(q, v) {
				return
			}
		}
	}
}

// Clear forgets what is in the variable at p: it is set as a whole.
func (m *Memory[V]) Clear(p *place.Place) {
	m.DeleteFunc(func(q *place.Place, _ V) bool { return q.Within(p) })
}

// Forget forgets all variables whose root is v: that is another value now.
func (m *Memory[V]) Forget(v ssa.Value) {
	m.DeleteFunc(func(q *place.Place, _ V) bool { return q.Root == v })
}

// Copy assigns the variable at from, field by field, to the one at to.
func (m *Memory[V]) Copy(t *place.Table, from, to *place.Place) {
	m.CopyFunc(t, from, to, func(_ *place.Place, v V) V { return v })
}

// CopyFunc copies what f makes of the values in the variable at from, and where they are.
func (m *Memory[V]) CopyFunc(t *place.Table, from, to *place.Place, f func(*place.Place, V) V) {
	if from == to {
		return
	}
	before := *m
	m.Clear(to)
	for q, v := range before.In(from) {
		m.Set(rebase(t, q, from, to), f(q, v))
	}
}

// rebase returns the place that is to to as q, which is within from, is to from.
func rebase(t *place.Table, q, from, to *place.Place) *place.Place {
	if q == from {
		return to
	}
	return t.Sub(rebase(t, q.Parent, from, to), q.Field, q.Var)
}
