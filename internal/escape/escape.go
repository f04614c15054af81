// Package escape predicts which variables and temporaries of a function the gc
// compiler keeps on the stack with their address taken: those that it emits a
// stack object for, which the collector looks up and scans one by one.
//
// It rebuilds, over go/ssa in naive form (one alloc per variable), the
// compiler's escape analysis (cmd/compile/internal/escape: a graph of
// assignments with counts of dereferences, parameter leaks as summaries) and
// the rules by which its order and walk phases take addresses of operands and
// make temporaries, as of Go 1.26. Inlining is not rebuilt: the prediction is of
// the code as it is written, as -gcflags=-l compiles it.
package escape

import (
	"go/ast"
	"go/token"
	"go/types"

	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// Package is a package's functions with what they keep on the stack.
type Package struct {
	syntax *syntax
	table  *summary.Table[Leaks]
	units  map[*ssa.Function]*unit
	known  map[*ssa.Function]bool
	// Failed are functions on which the analysis failed: nothing is known of
	// them.
	Failed []*ssa.Function
}

// Analyze summarizes the functions of a package, which are in naive form.
// Literals are part of the function around them. imported tells the leaks of
// functions of other packages.
func Analyze(fset *token.FileSet, info *types.Info, files []*ast.File, funcs []*ssa.Function, imported func(*types.Func) (Leaks, bool)) *Package {
	p := &Package{syntax: readSyntax(fset, info, files), units: make(map[*ssa.Function]*unit), known: make(map[*ssa.Function]bool)}
	var outer []*ssa.Function
	for _, fn := range funcs {
		if fn.Parent() == nil && len(fn.TypeArgs()) == 0 {
			outer = append(outer, fn)
			p.known[fn] = true
		}
	}
	p.table = summary.Solve(outer, summary.Domain[Leaks]{
		Bottom:  func(fn *ssa.Function) Leaks { return p.leaks(fn, NoLeak) },
		Unknown: func(fn *ssa.Function) Leaks { return p.leaks(fn, 0) },
		Transfer: func(fn *ssa.Function, callees summary.Lookup[Leaks]) (leaks Leaks) {
			defer func() {
				// One function must not keep the packages that import this
				// one from being analyzed.
				if recover() != nil {
					delete(p.units, fn)
					p.Failed = append(p.Failed, fn)
					leaks = p.leaks(fn, 0)
				}
			}()
			if fn.Blocks == nil {
				if obj, ok := ir.Func(fn); ok && p.syntax.noescape[obj] {
					return p.leaks(fn, NoLeak)
				}
				return p.leaks(fn, 0)
			}
			if instructions(fn) > maxInstructions {
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
// function and position. Those of a generic function depend on its instances;
// there are none here.
func (p *Package) Objects(fn *ssa.Function) []Object {
	u := p.units[fn]
	if u == nil || isGeneric(fn) {
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

// maxInstructions bounds the functions that are looked at: generated ones are
// larger.
const maxInstructions = 100000

// instructions returns the number of instructions of a function and the
// literals in it.
func instructions(fn *ssa.Function) int {
	n := 0
	for _, b := range fn.Blocks {
		n += len(b.Instrs)
	}
	for _, lit := range fn.AnonFuncs {
		n += instructions(lit)
	}
	return n
}

func isGeneric(fn *ssa.Function) bool {
	return fn.TypeParams().Len() > 0 || len(fn.TypeArgs()) > 0
}
