package cgoalloc

import (
	"cmp"
	_ "embed"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/report"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

//go:embed doc.go
var source string

// Analyzer reports C memory that leaks, is freed twice or used after free.
var Analyzer = &analysis.Analyzer{
	Name:      "cgoalloc",
	Doc:       doc.MustExtract(source, "cgoalloc"),
	URL:       "https://pkg.go.dev/github.com/golint-incidents/golint-incidents/analyzers/cgoalloc",
	Run:       report.Guard(run),
	Requires:  []*analysis.Analyzer{ir.Analyzer},
	FactTypes: []analysis.Fact{(*effect)(nil)},
}

func run(pass *analysis.Pass) (any, error) {
	rep := report.New(pass)
	defer rep.Flush() // directives are checked even where there is no cgo
	fact := func(obj *types.Func) (*effect, bool) {
		e := new(effect)
		return e, obj.Pkg() != pass.Pkg && pass.ImportObjectFact(obj, e)
	}
	if pass.Pkg.Scope().Lookup("_cgo_runtime_cgocall") == nil && !usesFacts(pass, fact) {
		return nil, nil // no C, and nothing that returns or frees C memory
	}
	_, all := pass.ResultOf[ir.Analyzer].(*ir.Package).Build()
	funcs := slices.DeleteFunc(slices.Clone(all), isGenerated)

	pkg := &program{pre: readPreambles(pass), scope: pass.Pkg.Scope(), inferred: make(map[string][]string), fset: pass.Fset}
	pkg.learn = func(alloc, free string) {
		if !slices.Contains(pkg.inferred[alloc], free) {
			pkg.inferred[alloc] = append(pkg.inferred[alloc], free)
		}
	}
	sums := summary.Solve(funcs, summary.Domain[*effect]{
		Bottom:  noEffect,
		Unknown: unknownEffect,
		Transfer: func(fn *ssa.Function, callees summary.Lookup[*effect]) *effect {
			if fn.Blocks == nil {
				return unknownEffect(fn)
			}
			e, _ := interpret(pkg, fn, callees).effect(fn)
			return e
		},
		Join:  joinEffects,
		Equal: equalEffects,
	}, summary.Resolver[*effect]{Fact: fact})

	var found []finding
	for _, fn := range funcs {
		if fn.Blocks == nil || inPlace(fn) {
			continue // no body, or interpreted where it is called
		}
		m := interpret(pkg, fn, sums.Of)
		e, ends := m.effect(fn)
		if m.failed {
			continue // too many paths
		}
		if obj, ok := fn.Object().(*types.Func); ok && obj.Exported() && e.interesting() {
			pass.ExportObjectFact(obj, e)
		}
		found = append(found, m.finds...)
		if fn.Name() != "init" && !strings.HasPrefix(fn.Name(), "init#") {
			found = append(found, m.leaks(ends)...)
		}
	}
	slices.SortStableFunc(found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.pos, b.pos), cmp.Compare(a.message, b.message))
	})
	type key struct {
		rule string
		pos  token.Pos
	}
	seen := make(map[key]bool)
	orig := newOriginals(pass)
	for _, f := range found {
		if k := (key{f.rule, f.pos}); !seen[k] {
			seen[k] = true
			rep.Add(orig.diagnostic(f))
		}
	}
	return nil, nil
}

// usesFacts reports whether the package calls a function that another package
// exported an effect of.
func usesFacts(pass *analysis.Pass, fact func(*types.Func) (*effect, bool)) bool {
	for _, obj := range pass.TypesInfo.Uses {
		if fn, ok := obj.(*types.Func); ok && fn.Pkg() != nil {
			if _, ok := fact(fn); ok {
				return true
			}
		}
	}
	return false
}

// inPlace reports whether fn is a literal that is only called or deferred where
// it is made: it is interpreted there.
func inPlace(fn *ssa.Function) bool {
	if fn.Parent() == nil {
		return false
	}
	if callsGlue(fn) {
		return true
	}
	used := false
	for _, b := range fn.Parent().Blocks {
		for _, instr := range b.Instrs {
			for _, op := range instr.Operands(nil) {
				if *op != fn {
					continue // something else
				}
				used = true
				v, ok := instr.(*ssa.MakeClosure)
				if !ok {
					call, ok := instr.(ssa.CallInstruction)
					if _, isGo := instr.(*ssa.Go); !ok || isGo || call.Common().Value != fn {
						return false
					}
					continue
				}
				for _, ref := range *v.Referrers() {
					call, ok := ref.(ssa.CallInstruction)
					if _, isGo := ref.(*ssa.Go); !ok || isGo || call.Common().Value != v {
						if _, ret := ref.(*ssa.Return); ret && inPlace(fn.Parent()) {
							continue // a wrapper of a deferred C call
						}
						return false
					}
				}
			}
		}
	}
	return used
}
