// Package summary computes what functions do to their callers, bottom-up: each
// strongly connected component of a package's call graph is iterated to a
// fixpoint after the components that it calls. A rule gives the domain; the
// engine orders, iterates and resolves.
package summary

import (
	"go/types"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/measure"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// A Domain is a lattice of summaries and the transfer function over it.
type Domain[S any] struct {
	// Bottom is the summary of a function that was not looked at yet, as it
	// is met in a recursion.
	Bottom func(fn *ssa.Function) S
	// Unknown is the summary of a function that nothing is known about.
	Unknown func(fn *ssa.Function) S
	// Transfer summarizes fn, given the summaries of its callees.
	Transfer func(fn *ssa.Function, callees Lookup[S]) S
	// Join is the least upper bound of two summaries of one function.
	Join func(a, b S) S
	// Equal reports whether two summaries say the same.
	Equal func(a, b S) bool
	// Dynamic, if set, returns the functions that fn may call by way of an
	// interface, if Transfer looks them up: they are summarized before fn,
	// except where that leads back to it.
	Dynamic func(fn *ssa.Function) []*ssa.Function
}

// A Lookup returns the summary of a callee, false if it is not known.
type Lookup[S any] func(fn *ssa.Function) (S, bool)

// A Resolver knows the functions that are not of the package, in the order in
// which they are asked: a model goes before everything, a fact is asked for
// when the package has no body.
type Resolver[S any] struct {
	Model func(obj *types.Func) (S, bool)
	Fact  func(obj *types.Func) (S, bool)
}

// bound is how often a recursive component is iterated before its functions
// are called unknown.
const bound = 8

// Table holds the summaries of a package.
type Table[S any] struct {
	domain   Domain[S]
	resolver Resolver[S]
	sums     map[*ssa.Function]S
}

// New returns a table without summaries, for a domain that has to ask for callees before
// its transfer function runs.
func New[S any](d Domain[S], r Resolver[S]) *Table[S] {
	return &Table[S]{domain: d, resolver: r, sums: make(map[*ssa.Function]S)}
}

// Solve summarizes funcs, the source functions of one package.
func Solve[S any](funcs []*ssa.Function, d Domain[S], r Resolver[S]) *Table[S] {
	t := New(d, r)
	t.Solve(funcs)
	return t
}

// Solve adds the summaries of funcs, the source functions of one package.
func (t *Table[S]) Solve(funcs []*ssa.Function) {
	for _, component := range components(funcs, t.domain.Dynamic) {
		t.solve(component)
	}
}

// solve iterates one component to its fixpoint.
func (t *Table[S]) solve(component []*ssa.Function) {
	if len(component) == 1 && !calls(component[0], component[0]) {
		t.sums[component[0]] = t.transfer(component[0])
		return
	}
	for _, fn := range component {
		t.sums[fn] = t.domain.Bottom(fn)
	}
	for range bound {
		measure.Count("rounds", 1)
		changed := false
		for _, fn := range component {
			old := t.sums[fn]
			sum := t.domain.Join(old, t.transfer(fn))
			if !t.domain.Equal(old, sum) {
				t.sums[fn], changed = sum, true
			}
		}
		if !changed {
			return
		}
	}
	measure.Count("given up", len(component))
	for _, fn := range component {
		t.sums[fn] = t.domain.Unknown(fn)
	}
}

// transfer summarizes fn, by name if that panics.
func (t *Table[S]) transfer(fn *ssa.Function) (sum S) {
	measure.Count("summaries", 1)
	contain.On(fn, func() { sum = t.domain.Transfer(fn, t.Of) })
	return sum
}

// Of returns the summary of fn: as the model table has it, as this package's
// source or an imported fact tells it, or false. What stands for another
// function has the summary of that one: see [Declared].
func (t *Table[S]) Of(fn *ssa.Function) (S, bool) {
	fn, _ = callgraph.Declared(fn)
	obj, named := ir.Func(fn)
	if named && t.resolver.Model != nil {
		if sum, ok := t.resolver.Model(obj); ok {
			return sum, true
		}
	}
	if sum, ok := t.sums[fn]; ok {
		return sum, true
	}
	if named && t.resolver.Fact != nil {
		return t.resolver.Fact(obj)
	}
	var none S
	return none, false
}
