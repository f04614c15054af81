package analyzers_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// TestRules checks that the table of each analyzer is what its code reports.
func TestRules(t *testing.T) {
	seen := make(map[string]bool)
	for _, r := range analyzers.Rules {
		if seen[r.ID] || r.Summary == "" || r.Since == "" || r.Confidence < report.ByName {
			t.Errorf("%+v: a rule has an ID of its own, a summary, a version and a confidence", r)
		}
		seen[r.ID] = true
	}
	for _, a := range analyzers.All {
		used := usedRules(t, a.Name)
		used["directive"] = true // internal/report's
		for name := range used {
			if !seen[a.Name+"/"+name] {
				t.Errorf("%s reports the rule %s, which its table lacks", a.Name, name)
			}
			delete(seen, a.Name+"/"+name)
		}
	}
	delete(seen, "golint-incidents/directive") // that of Directives
	for id := range seen {
		t.Errorf("nothing reports the rule %s", id)
	}
}

// usedRules returns the names of rules in the code of an analyzer: what is passed to the
// methods that report, assigned to fields that hold a rule, or returned as one.
func usedRules(t *testing.T, analyzer string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(analyzer, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no files: %v", analyzer, err)
	}
	used := make(map[string]bool)
	name := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && s != "" {
				used[s] = true
			}
		}
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || filepath.Base(file) == "rules.go" {
			continue // the table itself
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, src, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range f.Decls {
			fn, isFunc := decl.(*ast.FuncDecl)
			ruleOf := isFunc && fn.Type.Results.NumFields() == 1 && (fn.Name.Name == "rule" || analyzer == "maprace" && fn.Name.Name == "name")
			ast.Inspect(decl, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					if len(n.Args) == 0 {
						break // names nothing
					}
					switch fun := n.Fun.(type) {
					case *ast.SelectorExpr:
						if m := fun.Sel.Name; m == "found" || m == "find" || m == "report" {
							name(n.Args[0])
						}
					case *ast.Ident:
						if fun.Name == "of" {
							name(n.Args[0])
						}
					}
				case *ast.KeyValueExpr:
					if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "rule" || key.Name == "id" || key.Name == "Rule") {
						name(n.Value)
					}
				case *ast.AssignStmt:
					if sel, ok := n.Lhs[0].(*ast.SelectorExpr); ok && (sel.Sel.Name == "rule" || sel.Sel.Name == "id") {
						name(n.Rhs[0])
					}
				case *ast.ValueSpec:
					if strings.HasSuffix(n.Names[0].Name, "Rules") {
						if table, ok := n.Values[0].(*ast.CompositeLit); ok {
							for _, elt := range table.Elts {
								name(elt.(*ast.KeyValueExpr).Value)
							}
						}
					}
				case *ast.ReturnStmt:
					if ruleOf {
						name(n.Results[0])
					}
				}
				return true
			})
		}
	}
	if analyzer == "stackptr" {
		used["heavy-frame"] = true // a constant, for the command too
	}
	return used
}
