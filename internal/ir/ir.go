// Package ir provides the SSA form of a package to those who ask for it. Most
// packages of a build hold nothing that an engine must look at; they should
// cost parsing and type checking, no more.
package ir

import (
	"go/ast"
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/contain"
)

// Analyzer yields a [*Package], which builds SSA when it is first asked.
var Analyzer = &analysis.Analyzer{
	Name:       "incidentir",
	Doc:        "build SSA on demand for the analyzers of golint-incidents",
	Run:        contain.Engine(run),
	ResultType: reflect.TypeFor[*Package](),
	FactTypes:  []analysis.Fact{new(noReturnFact)},
}

// A Package is a package whose SSA is built at most once.
type Package struct {
	pass  *analysis.Pass
	cfgs  *ctrlflow.CFGs
	plain func() (*ssa.Package, []*ssa.Function)
	naive func() (*ssa.Package, []*ssa.Function)
}

func run(pass *analysis.Pass) (any, error) {
	cfgs, err := graphs(pass)
	if err != nil {
		return nil, err
	}
	p := &Package{pass: pass, cfgs: cfgs}
	p.plain = sync.OnceValues(func() (*ssa.Package, []*ssa.Function) { return p.build(0) })
	p.naive = sync.OnceValues(func() (*ssa.Package, []*ssa.Function) { return p.build(ssa.NaiveForm) })
	return p, nil
}

// Build returns the package and its source functions, literals included, in
// source order, and those literals last that the declarations of package variables have.
// It follows golang.org/x/tools/go/analysis/passes/buildssa.
func (p *Package) Build() (*ssa.Package, []*ssa.Function) { return p.plain() }

// BuildNaive is like Build, in naive form: each local variable has an alloc of
// its own, which is loaded and stored, as the compiler's escape analysis sees
// it.
func (p *Package) BuildNaive() (*ssa.Package, []*ssa.Function) { return p.naive() }

func (p *Package) build(mode ssa.BuilderMode) (*ssa.Package, []*ssa.Function) {
	prog := ssa.NewProgram(p.pass.Fset, mode)
	prog.SetNoReturn(func(fn *types.Func) bool {
		return p.cfgs.NoReturn(fn) || noReturn(fn)
	})
	for _, imp := range p.pass.Pkg.Imports() {
		prog.CreatePackage(imp, nil, nil, true)
	}
	pkg := prog.CreatePackage(p.pass.Pkg, p.pass.Files, p.pass.TypesInfo, false)
	pkg.Build()
	var funcs []*ssa.Function
	for _, file := range p.pass.Files {
		for _, decl := range file.Decls {
			decl, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue // not a function
			}
			obj, ok := p.pass.TypesInfo.Defs[decl.Name].(*types.Func)
			if !ok {
				continue // no object: the name is not a valid one
			}
			if fn := prog.FuncValue(obj); fn != nil {
				funcs = add(funcs, fn)
			}
		}
	}
	for _, anon := range pkg.Func("init").AnonFuncs {
		funcs = add(funcs, anon) // in what a package variable is assigned where it is declared
	}
	return pkg, funcs
}

// add adds a function and the literals in it.
func add(funcs []*ssa.Function, fn *ssa.Function) []*ssa.Function {
	funcs = append(funcs, fn)
	for _, anon := range fn.AnonFuncs {
		funcs = add(funcs, anon)
	}
	return funcs
}
