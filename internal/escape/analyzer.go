package escape

import (
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// Analyzer yields the [*Result] for a package. It exports what becomes of the
// arguments of its functions.
var Analyzer = &analysis.Analyzer{
	Name:       "incidentescape",
	Doc:        "find what stays on the stack, for the analyzers of golint-incidents",
	Run:        contain.Engine(run),
	Requires:   []*analysis.Analyzer{ir.Analyzer},
	ResultType: reflect.TypeFor[*Result](),
	FactTypes:  []analysis.Fact{new(leakFact)},
}

// A leakFact holds the leaks of a package's functions, as [Package.Text] has
// them.
type leakFact struct{ Text string }

// AFact makes it a fact.
func (*leakFact) AFact() {}

func (f *leakFact) String() string { return f.Text }

// A Result analyzes its package when it is first asked.
type Result struct {
	// Package returns the analyzed package.
	Package func() *Package
}

func run(pass *analysis.Pass) (any, error) {
	facts := make(map[*types.Package]*leakFact)
	imported := func(obj *types.Func) (Leaks, bool) {
		pkg := obj.Pkg()
		if pkg == nil {
			return nil, false // a method of error
		}
		if IsStandard(pkg.Path()) {
			return Standard(obj)
		}
		fact, ok := facts[pkg]
		if !ok {
			fact = new(leakFact)
			pass.ImportPackageFact(pkg, fact) // empty if there is none
			facts[pkg] = fact
		}
		return Lookup(fact.Text, obj)
	}
	r := &Result{Package: sync.OnceValue(func() *Package {
		_, funcs := pass.ResultOf[ir.Analyzer].(*ir.Package).BuildNaive()
		return Analyze(pass.Fset, pass.TypesInfo, pass.Files, funcs, imported)
	})}
	if !IsStandard(pass.Pkg.Path()) {
		if text := r.Package().Text(); text != "" {
			pass.ExportPackageFact(&leakFact{text})
		}
	}
	return r, nil
}
