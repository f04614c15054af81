package maprace

import (
	_ "embed"
	"go/ast"
	"go/build"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

//go:embed doc.go
var source string

// Analyzer reports maps that goroutines access in parallel without a common
// lock.
var Analyzer = &analysis.Analyzer{
	Name:      "maprace",
	Doc:       doc.MustExtract(source, "maprace"),
	URL:       "https://pkg.go.dev/github.com/golint-incidents/golint-incidents/analyzers/maprace",
	Run:       report.Guard(Rules, run),
	Requires:  []*analysis.Analyzer{ir.Analyzer},
	FactTypes: []analysis.Fact{(*fact)(nil)},
}

// The flags -maprace.exported and so on.
var (
	exported, generated bool
	confidence          = report.Inferred
)

func init() {
	Analyzer.Flags.BoolVar(&exported, "exported", false, "also report maps that exported functions write without any lock, though nothing shows that they are shared")
	Analyzer.Flags.Var(&confidence, "confidence", "report findings of this confidence and above: proven, inferred or byname")
	Analyzer.Flags.BoolVar(&generated, "generated", false, "also report in generated files")
}

func run(pass *analysis.Pass, rep *report.Reporter) error {
	rep.Generated = generated
	if !concerned(pass) {
		return nil // nothing to build SSA for
	}
	pkg, funcs := pass.ResultOf[ir.Analyzer].(*ir.Package).Build()
	p := &checker{program: analyze(pass, pkg, funcs), files: pass.Files, info: pass.TypesInfo, lent: findLent(funcs)}
	var found []finding
	for _, fn := range funcs {
		if b := p.bodies[fn]; b != nil {
			for _, pr := range (function{b}).races() {
				found = append(found, p.proven(pr))
			}
		}
	}
	found = append(found, p.shared(pass, funcs)...)
	for _, f := range collapse(found) {
		if f.confidence >= confidence || f.rule == exportedRule {
			rep.Add(f.diagnostic(p))
		}
	}
	return nil
}

// A checker holds what the rules know of a package.
type checker struct {
	*program
	files []*ast.File
	info  *types.Info
	// lent holds the fields that are given locks which others have.
	lent map[*types.Var]bool
	// excuses are the lines below comments that excuse an access.
	excuses map[line]bool
}

// concerned reports whether the package writes to the elements of maps, or
// starts goroutines or serves requests that may do so in the packages that it
// imports. In package main the last pieces of the evidence can meet.
func concerned(pass *analysis.Pass) bool {
	if standard(pass) {
		return false // known by name, not by how it is made
	}
	if pass.Pkg.Name() == "main" && slices.ContainsFunc(pass.Pkg.Imports(), func(imp *types.Package) bool { return pass.ImportPackageFact(imp, new(fact)) }) {
		return true
	}
	for _, file := range pass.Files {
		found := false
		ast.Inspect(file, func(n ast.Node) bool {
			if found {
				return false
			}
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, lhs := range n.Lhs {
					found = found || indexesMap(pass, lhs)
				}
			case *ast.IncDecStmt:
				found = indexesMap(pass, n.X)
			case *ast.GoStmt:
				found = true
			case *ast.FuncType:
				found = served(pass, n)
			case *ast.StructType:
				found = slices.ContainsFunc(n.Fields.List, servesRPC)
			case *ast.CallExpr:
				found = concernedCall(pass, n)
			}
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// served reports whether a function has a parameter that a server makes for each
// request.
func served(pass *analysis.Pass, fn *ast.FuncType) bool {
	return slices.ContainsFunc(fn.Params.List, func(f *ast.Field) bool {
		t := pass.TypesInfo.TypeOf(f.Type)
		return t != nil && goroutine.IsRequest(t)
	})
}

// servesRPC reports whether a field is what an RPC server embeds.
func servesRPC(f *ast.Field) bool {
	sel, ok := f.Type.(*ast.SelectorExpr)
	return ok && len(f.Names) == 0 && strings.HasPrefix(sel.Sel.Name, "Unimplemented")
}

// standard reports whether the package is of the standard library.
func standard(pass *analysis.Pass) bool {
	if len(pass.Files) == 0 {
		return false
	}
	rel, err := filepath.Rel(filepath.Join(build.Default.GOROOT, "src"), pass.Fset.Position(pass.Files[0].FileStart).Filename)
	return err == nil && filepath.IsLocal(rel)
}

func indexesMap(pass *analysis.Pass, e ast.Expr) bool {
	index, ok := ast.Unparen(e).(*ast.IndexExpr)
	if !ok {
		return false
	}
	t := pass.TypesInfo.TypeOf(index.X)
	return t != nil && isMap(t)
}

// concernedCall reports whether a call deletes from a map, locks, or has a
// function for an argument.
func concernedCall(pass *analysis.Pass, call *ast.CallExpr) bool {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		if b, ok := pass.TypesInfo.Uses[fun].(*types.Builtin); ok {
			return b.Name() == "delete" || b.Name() == "clear"
		}
	case *ast.SelectorExpr:
		fn, ok := pass.TypesInfo.Uses[fun.Sel].(*types.Func)
		if ok && len(library[fn.FullName()]) > 0 && library[fn.FullName()][0].kind == write {
			return true
		}
	}
	for _, arg := range call.Args {
		if _, ok := ast.Unparen(arg).(*ast.FuncLit); ok {
			return true
		}
	}
	return false
}
