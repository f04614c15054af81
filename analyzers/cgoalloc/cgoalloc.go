package cgoalloc

import (
	_ "embed"
	"go/types"
	"slices"

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
	Name:       "cgoalloc",
	Doc:        doc.MustExtract(source, "cgoalloc"),
	URL:        "https://pkg.go.dev/github.com/golint-incidents/golint-incidents/analyzers/cgoalloc",
	Run:        report.Guard(Rules, run),
	ResultType: report.ResultType,
	Requires:   []*analysis.Analyzer{ir.Analyzer},
	FactTypes:  []analysis.Fact{(*effect)(nil), (*dispatchFact)(nil)},
}

// pairs are the user's own: the flag -cgoalloc.pairs.
var pairs pairFlag

func init() {
	Analyzer.Flags.Var(&pairs, "pairs", "C functions that allocate and free, as alloc=free,alloc:2=free: a number is the index of the argument through which the memory is returned")
}

func run(pass *analysis.Pass, rep *report.Reporter) error {
	fact := func(obj *types.Func) (*effect, bool) {
		e := new(effect)
		return e, obj.Pkg() != pass.Pkg && pass.ImportObjectFact(obj, e)
	}
	if pass.Pkg.Scope().Lookup("_cgo_runtime_cgocall") == nil && !meetsC(pass, fact) {
		dispatch(pass, rep, nil, nil)
		return nil // no C, and nothing that returns or frees C memory
	}
	_, all := pass.ResultOf[ir.Analyzer].(*ir.Package).Build()
	funcs := slices.DeleteFunc(slices.Clone(all), isGenerated)
	pkg := newProgram(pass, funcs)
	results := make(map[*ssa.Function]*outcomes)
	sums := summary.Solve(funcs, summary.Domain[*effect]{
		Bottom:  noEffect,
		Unknown: unknownEffect,
		Transfer: func(fn *ssa.Function, callees summary.Lookup[*effect]) *effect {
			if fn.Blocks == nil || pkg.inPlace[fn] {
				return unknownEffect(fn) // no body, or interpreted where it is called
			}
			e, out := interpret(pkg, fn, callees).outcomes()
			results[fn] = out // that of the last round of a recursion
			return e
		},
		Join:  joinEffects,
		Equal: equalEffects,
	}, summary.Resolver[*effect]{Fact: fact})

	var (
		found  []finding
		stored []fieldStore
		drops  []dropped
		byObj  = make(map[*types.Func]*effect)
	)
	for _, fn := range funcs {
		out := results[fn]
		if out == nil {
			continue // not interpreted by itself, or too many paths
		}
		if e, _ := sums.Of(fn); e != nil && e.interesting(fn) {
			if obj, ok := ir.Func(fn); ok {
				byObj[obj] = e
				if obj.Exported() {
					pass.ExportObjectFact(obj, e)
				}
			}
		}
		found = append(found, out.finds...)
		stored = append(stored, out.stored...)
		if lifelong(fn) {
			continue // allocates for the life of the process
		}
		leaks, dropped := out.leaks(pkg)
		found = append(found, leaks...)
		drops = append(drops, dropped...)
	}
	found = append(found, fieldLeaks(pkg, funcs, stored, sums.Of)...)
	orig := newOriginals(pass)
	orig.report(rep, found)
	for i := range drops {
		drops[i].Pos = orig.position(drops[i].at)
	}
	dispatch(pass, rep, drops, implementations(pass, func(obj *types.Func) (*effect, bool) {
		if e, ok := byObj[obj]; ok {
			return e, true
		}
		return fact(obj)
	}))
	return nil
}

// meetsC reports whether a package without C of its own calls a function that
// another one exported an effect of, or a method of an interface that may
// return C memory.
func meetsC(pass *analysis.Pass, fact func(*types.Func) (*effect, bool)) bool {
	for _, obj := range pass.TypesInfo.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil {
			continue // not a function
		}
		sig := fn.Type().(*types.Signature)
		if recv := sig.Recv(); recv != nil && types.IsInterface(recv.Type()) {
			for v := range sig.Results().Variables() {
				if mayBeC(v.Type()) {
					return true
				}
			}
			continue // returns something else
		}
		if _, ok := fact(fn); ok {
			return true
		}
	}
	return false
}
