// Package escape predicts which variables and temporaries of a function the gc
// compiler keeps on the stack with their address taken: those that it emits a
// stack object for, which the collector looks up and scans one by one.
//
// It rebuilds, over go/ssa in naive form (one alloc per variable), the
// compiler's escape analysis (cmd/compile/internal/escape: a graph of
// assignments with counts of dereferences, parameter leaks as summaries) and
// the rules by which its order and walk phases take addresses of operands and
// make temporaries. Inlining is not rebuilt: the prediction is of the code as
// it is written, as -gcflags=-l compiles it. Nor is the backing store that Go
// 1.26 gives on the stack to a slice which escapes only by being returned.
package escape

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A Leak tells what becomes of the argument for one parameter.
type Leak struct {
	// Heap is how often the argument is dereferenced before it reaches the
	// heap, NoLeak if it does not.
	Heap int
	// Results are the same for each result that it reaches, sorted.
	Results []ResultLeak
}

// A ResultLeak is a leak to one result.
type ResultLeak struct{ Index, Derefs int }

// NoLeak is the value of Leak.Heap for an argument that nobody keeps.
const NoLeak = -1

// Leaks are those of the parameters of one function, receiver first.
type Leaks []Leak

// Package is a package's functions with what they keep on the stack.
type Package struct {
	syntax *syntax
	table  *summary.Table[Leaks]
	units  map[*ssa.Function]*unit
	known  map[*ssa.Function]bool
}

// Analyze summarizes the functions of a package, which are in naive form.
// Literals are part of the function around them. imported tells the leaks of
// functions of other packages.
func Analyze(fset *token.FileSet, info *types.Info, files []*ast.File, funcs []*ssa.Function, imported func(*types.Func) (Leaks, bool)) *Package {
	p := &Package{syntax: readSyntax(fset, info, files), units: make(map[*ssa.Function]*unit), known: make(map[*ssa.Function]bool)}
	var outer []*ssa.Function
	for _, fn := range funcs {
		if fn.Parent() == nil && !isGeneric(fn) {
			outer = append(outer, fn)
			p.known[fn] = true
		}
	}
	p.table = summary.Solve(outer, summary.Domain[Leaks]{
		Bottom:  func(fn *ssa.Function) Leaks { return p.leaks(fn, NoLeak) },
		Unknown: func(fn *ssa.Function) Leaks { return p.leaks(fn, 0) },
		Transfer: func(fn *ssa.Function, callees summary.Lookup[Leaks]) Leaks {
			if fn.Blocks == nil {
				if obj, ok := fn.Object().(*types.Func); ok && p.syntax.noescape[obj] {
					return p.leaks(fn, NoLeak)
				}
				return p.leaks(fn, 0)
			}
			u := newUnit(p.syntax, fn, callees)
			p.units[fn] = u
			return u.leaks()
		},
		Join:  joinLeaks,
		Equal: func(a, b Leaks) bool { return slices.EqualFunc(a, b, equalLeak) },
	}, summary.Resolver[Leaks]{Fact: imported})
	return p
}

// Of returns the leaks of a function of the package.
func (p *Package) Of(fn *ssa.Function) (Leaks, bool) {
	if !p.known[fn] {
		return nil, false
	}
	return p.table.Of(fn)
}

// Objects returns the stack objects of fn and of the literals in it, sorted by
// function and position.
func (p *Package) Objects(fn *ssa.Function) []Object {
	u := p.units[fn]
	if u == nil {
		return nil
	}
	return u.objects()
}

// leaks returns the same for all parameters.
func (p *Package) leaks(fn *ssa.Function, heap int) Leaks {
	out := make(Leaks, len(fn.Params))
	for i := range out {
		out[i].Heap = heap
	}
	if len(out) == 0 && fn.Blocks == nil {
		n := fn.Signature.Params().Len()
		if fn.Signature.Recv() != nil {
			n++
		}
		out = make(Leaks, n)
		for i := range out {
			out[i].Heap = heap
		}
	}
	return out
}

func isGeneric(fn *ssa.Function) bool {
	return fn.TypeParams().Len() > 0 || len(fn.TypeArgs()) > 0
}

func equalLeak(a, b Leak) bool { return a.Heap == b.Heap && slices.Equal(a.Results, b.Results) }

// joinLeaks returns the leaks of both: the fewest dereferences count.
func joinLeaks(a, b Leaks) Leaks {
	out := make(Leaks, max(len(a), len(b)))
	for i := range out {
		switch {
		case i >= len(a):
			out[i] = b[i]
		case i >= len(b):
			out[i] = a[i]
		default:
			out[i] = Leak{Heap: fewer(a[i].Heap, b[i].Heap), Results: joinResults(a[i].Results, b[i].Results)}
		}
	}
	return out
}

func fewer(a, b int) int {
	if a == NoLeak {
		return b
	}
	if b == NoLeak {
		return a
	}
	return min(a, b)
}

func joinResults(a, b []ResultLeak) []ResultLeak {
	least := make(map[int]int)
	for _, r := range slices.Concat(a, b) {
		if d, ok := least[r.Index]; !ok || r.Derefs < d {
			least[r.Index] = r.Derefs
		}
	}
	var out []ResultLeak
	for _, i := range slices.Sorted(maps.Keys(least)) {
		out = append(out, ResultLeak{i, least[i]})
	}
	return out
}
