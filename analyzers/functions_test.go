package analyzers_test

import (
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestFunctions wants nobody but internal/ir to ask an *ssa.Function for what one
// that nobody wrote lacks: its package, object or syntax.
func TestFunctions(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps | packages.NeedExportFile}, "../...")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, pkg := range pkgs {
		for _, err := range pkg.Errors {
			t.Error(err)
		}
		for _, file := range pkg.Syntax {
			ast.Inspect(file, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok || !ofFunction(pkg.TypesInfo, sel) {
					return true
				}
				asked++
				if !strings.HasSuffix(pkg.PkgPath, "/internal/ir") {
					t.Errorf("%v: %s of an *ssa.Function: ask internal/ir", pkg.Fset.Position(sel.Sel.Pos()), sel.Sel.Name)
				}
				return true
			})
		}
	}
	if asked == 0 {
		t.Error("internal/ir does not ask either: the test finds nothing")
	}
}

// ofFunction reports whether a selector is one of those of an *ssa.Function.
func ofFunction(info *types.Info, sel *ast.SelectorExpr) bool {
	switch sel.Sel.Name {
	case "Pkg", "Package", "Object", "Syntax":
	default:
		return false
	}
	t := info.TypeOf(sel.X)
	return t != nil && types.TypeString(t, nil) == "*golang.org/x/tools/go/ssa.Function"
}
