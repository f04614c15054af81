package cgoalloc

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// An effect is what a function does to the memory of its caller.
type effect struct {
	// Params tells, for each parameter, receiver first, what becomes of the C
	// memory that it points to.
	Params []paramEffect
	// Results names, for each result, the C function that allocated it, or "".
	Results []string
	// Frees are the functions that free the results.
	Frees [][]string
}

// A paramEffect is what becomes of an argument.
type paramEffect uint8

const (
	paramBorrowed paramEffect = iota
	paramFreed                // on each path
	paramKept                 // or freed on some paths, or not known
)

// AFact marks an effect as what is known of an exported function.
func (*effect) AFact() {}

func (e *effect) String() string { return fmt.Sprintf("cgoalloc%v%v", e.Params, e.Results) }

// unknownEffect is the effect of a function that may do anything.
func unknownEffect(fn *ssa.Function) *effect {
	e := new(effect)
	for range fn.Params {
		e.Params = append(e.Params, paramKept)
	}
	for range fn.Signature.Results().Len() {
		e.Results = append(e.Results, "")
		e.Frees = append(e.Frees, nil)
	}
	return e
}

// noEffect is where the fixpoint of a recursion starts.
func noEffect(fn *ssa.Function) *effect {
	e := unknownEffect(fn)
	clear(e.Params)
	return e
}

// joinEffects returns what holds of both.
func joinEffects(a, b *effect) *effect {
	out := &effect{Params: slices.Clone(a.Params), Results: slices.Clone(b.Results), Frees: slices.Clone(b.Frees)}
	for i := range out.Params {
		out.Params[i] = max(out.Params[i], b.Params[i])
	}
	return out
}

func equalEffects(a, b *effect) bool {
	return slices.Equal(a.Params, b.Params) && slices.Equal(a.Results, b.Results)
}

// interesting reports whether a caller's memory is concerned.
func (e *effect) interesting() bool {
	return slices.Contains(e.Params, paramFreed) || slices.ContainsFunc(e.Results, func(s string) bool { return s != "" })
}
