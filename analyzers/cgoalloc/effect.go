package cgoalloc

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// An effect is what a function does to the C memory of its caller: its summary.
type effect struct {
	// Params tells, for each parameter, receiver first, what becomes of the C
	// memory that it points to.
	Params []paramEffect
	// Results tells, for each result, which memory the caller must free.
	Results []memory
}

// A paramEffect is what becomes of an argument.
type paramEffect uint8

const (
	paramBorrowed paramEffect = iota
	paramEnded                // closed or destroyed on each path, and so no longer the caller's
	paramFreed                // on each path
	paramKept                 // or freed on some paths, or not known
)

func (p paramEffect) String() string {
	return [...]string{"borrowed", "ended", "freed", "kept"}[p]
}

// A memory is C memory that a caller gets.
type memory struct {
	// C is the C function that allocates it, "" if there is no memory.
	C string
	// Frees are the C functions that free it.
	Frees []string
	// Method, if set, is called through an interface, and what its result
	// number Index is, is passed on.
	Method *summary.Method
	Index  int
}

// AFact marks an effect as what is known of an exported function.
func (*effect) AFact() {}

func (e *effect) String() string { return fmt.Sprintf("cgoalloc%v%v", e.Params, e.Results) }

func (m memory) String() string { return m.C }

// unknownEffect is the effect of a function that may do anything.
func unknownEffect(fn *ssa.Function) *effect {
	e := noEffect(fn)
	for i := range e.Params {
		e.Params[i] = paramKept
	}
	return e
}

// noEffect is where the fixpoint of a recursion starts.
func noEffect(fn *ssa.Function) *effect {
	return &effect{Params: make([]paramEffect, len(fn.Params)), Results: make([]memory, fn.Signature.Results().Len())}
}

// joinEffects returns what holds of both.
func joinEffects(a, b *effect) *effect {
	out := &effect{Params: slices.Clone(a.Params), Results: b.Results}
	for i := range out.Params {
		out.Params[i] = max(out.Params[i], b.Params[i])
	}
	return out
}

func equalEffects(a, b *effect) bool {
	return slices.Equal(a.Params, b.Params) &&
		slices.EqualFunc(a.Results, b.Results, func(x, y memory) bool { return x.C == y.C })
}

// interesting reports whether a caller's memory is concerned: it gets some, or
// hands over what may be some.
func (e *effect) interesting(fn *ssa.Function) bool {
	return slices.ContainsFunc(e.Params, func(p paramEffect) bool { return p == paramEnded || p == paramFreed }) ||
		slices.ContainsFunc(e.Results, func(m memory) bool { return m.C != "" }) ||
		slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return mayBeC(p.Type()) })
}
