package escape_test

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"
	"testing"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/golint-incidents/golint-incidents/internal/escape"
)

// analyzed is a package with its functions.
type analyzed struct {
	*escape.Package
	path  string
	funcs []*ssa.Function
}

// analyze analyzes packages and what they import, each after its imports,
// except those whose functions are in the table.
func analyze(t *testing.T, inTable func(path string) bool, patterns []string) []analyzed {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	asked := make(map[string]bool)
	for _, p := range pkgs {
		asked[p.PkgPath] = true
	}
	prog, _ := ssautil.AllPackages(pkgs, ssa.NaiveForm)
	done := make(map[*types.Package]analyzed)
	imported := func(obj *types.Func) (escape.Leaks, bool) {
		if obj.Pkg() == nil {
			return nil, false
		}
		if inTable(obj.Pkg().Path()) {
			return escape.Standard(obj)
		}
		fn := prog.FuncValue(obj)
		if fn == nil {
			return nil, false
		}
		return done[obj.Pkg()].Of(fn)
	}
	var out []analyzed
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if inTable(p.PkgPath) && !asked[p.PkgPath] {
			return
		}
		pkg := prog.Package(p.Types)
		pkg.Build()
		a := analyzed{path: p.PkgPath}
		for _, f := range p.Syntax {
			a.funcs = append(a.funcs, functions(prog, p.TypesInfo, f)...)
		}
		slices.SortFunc(a.funcs, func(a, b *ssa.Function) int { return cmp.Compare(a.Pos(), b.Pos()) })
		a.Package = escape.Analyze(prog.Fset, p.TypesInfo, p.Syntax, a.funcs, imported)
		if len(a.Failed) > 0 {
			t.Errorf("the analysis failed on %v", a.Failed)
		}
		done[p.Types] = a
		out = append(out, a)
	})
	return out
}

// functions returns the declared functions of a file.
func functions(prog *ssa.Program, info *types.Info, f *ast.File) []*ssa.Function {
	var out []*ssa.Function
	for _, d := range f.Decls {
		if d, ok := d.(*ast.FuncDecl); ok {
			if obj, ok := info.Defs[d.Name].(*types.Func); ok {
				if fn := prog.FuncValue(obj); fn != nil {
					out = append(out, fn)
				}
			}
		}
	}
	return out
}
