package cgoalloc

import (
	"fmt"
	"go/types"
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
	// Inside tells what becomes of the memory in fields of structs that parameters are,
	// or point to, as far as anything does.
	Inside []partEffect
}

// A partEffect is what becomes of memory in a field.
type partEffect struct {
	Param  int
	Path   []int // of fields and dereferences
	Effect paramEffect
}

// A part is memory in a field of a struct that a function returns.
type part struct {
	Path  []int
	C     string
	Frees []string
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
	// Parts are the memory in the fields of a struct that is returned.
	Parts []part
}

// AFact marks an effect as what is known of an exported function.
func (*effect) AFact() {}

func (e *effect) String() string { return fmt.Sprintf("cgoalloc%v%v%v", e.Params, e.Results, e.Inside) }

func (m memory) String() string {
	s := m.C
	for _, p := range m.Parts {
		s += fmt.Sprintf("%v=%s", p.Path, p.C)
	}
	return s
}

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
	for _, in := range [][]partEffect{a.Inside, b.Inside} {
		for _, p := range in {
			at := slices.IndexFunc(out.Inside, func(q partEffect) bool { return q.Param == p.Param && slices.Equal(q.Path, p.Path) })
			if at < 0 {
				out.Inside = append(out.Inside, p)
			} else if q := &out.Inside[at]; q.Effect != p.Effect {
				q.Effect = paramKept
			}
		}
	}
	return out
}

func equalEffects(a, b *effect) bool {
	return slices.Equal(a.Params, b.Params) &&
		slices.EqualFunc(a.Results, b.Results, func(x, y memory) bool { return x.C == y.C && len(x.Parts) == len(y.Parts) }) &&
		slices.EqualFunc(a.Inside, b.Inside, func(x, y partEffect) bool {
			return x.Param == y.Param && x.Effect == y.Effect && slices.Equal(x.Path, y.Path)
		})
}

// interesting reports whether a caller's memory is concerned: it gets some, or
// hands over what may be some.
func (e *effect) interesting(fn *ssa.Function) bool {
	return slices.ContainsFunc(e.Params, func(p paramEffect) bool { return p == paramEnded || p == paramFreed }) ||
		slices.ContainsFunc(e.Results, func(m memory) bool { return m.C != "" || len(m.Parts) > 0 }) || len(e.Inside) > 0 ||
		slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return mayBeC(p.Type()) || holdsC(p.Type()) })
}

// holdsC reports whether a type is a struct, or points to one, with a field that may be
// C memory.
func holdsC(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if mayBeC(f.Type()) {
			return true
		}
	}
	return false
}
