package mapaccess

import (
	"go/ast"
	"go/build"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
)

// concerned reports whether the package writes to the elements of maps, may read those
// of its importers, or starts goroutines or serves requests that may do so in the packages
// that it imports. In package main the last pieces of the evidence can meet.
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
			case *ast.FuncDecl:
				found = takesMap(pass, n)
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

// takesMap reports whether importers can give a map to a function.
func takesMap(pass *analysis.Pass, fn *ast.FuncDecl) bool {
	return fn.Name.IsExported() && slices.ContainsFunc(fn.Type.Params.List, func(f *ast.Field) bool {
		t := pass.TypesInfo.TypeOf(f.Type)
		return t != nil && IsMap(t)
	})
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
	return t != nil && IsMap(t)
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
		if ok && len(library[fn.FullName()]) > 0 && library[fn.FullName()][0].kind == Write {
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
