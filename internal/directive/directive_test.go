package directive_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/directive"
)

// parse returns the directives of a file for the analyzer timerreset, and the
// position of each call in it, by the called function's name.
func parse(t *testing.T, body string) (*directive.Set, map[string]token.Pos, *token.FileSet) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "x.go", "package p\n\n"+body, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	calls := make(map[string]token.Pos)
	ast.Inspect(f, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			calls[call.Fun.(*ast.Ident).Name] = call.Pos()
		}
		return true
	})
	pass := &analysis.Pass{Analyzer: &analysis.Analyzer{Name: "timerreset"}, Fset: fset, Files: []*ast.File{f}}
	return directive.Parse(pass), calls, fset
}

func TestSuppress(t *testing.T) {
	tests := []struct {
		name, body string
		want       string // the calls that are suppressed
	}{
		{"line above", "func f() {\n\t//lint:ignore timerreset tested\n\ta()\n\tb()\n}", "a"},
		{"end of line", "func f() {\n\ta() //lint:ignore timerreset tested\n\tb()\n}", "a"},
		{"list", "func f() {\n\t//lint:ignore SA1000,timerreset tested\n\ta()\n}", "a"},
		{"pattern", "func f() {\n\t//lint:ignore timer* tested\n\ta()\n}", "a"},
		{"file", "//lint:file-ignore timerreset tested\n\nfunc f() {\n\ta()\n\tb()\n}", "a b"},
		{"another check", "func f() {\n\t//lint:ignore SA1000 tested\n\ta()\n}", ""},
		{"no reason", "func f() {\n\t//lint:ignore timerreset\n\ta()\n}", ""},
		{"nolint", "func f() {\n\ta() //nolint:timerreset // tested\n\tb()\n}", "a"},
		{"nolint without reason", "func f() {\n\ta() //nolint:timerreset\n}", ""},
		{"nolint of the suite", "func f() {\n\ta() //nolint:golint-incidents // tested\n}", "a"},
		{"nolint of all", "func f() {\n\ta() //nolint\n\tb() //nolint:all\n}", "a b"},
		{"nolint of a function", "func f() { //nolint:timerreset // tested\n\ta()\n\tb()\n}\n\nfunc g() { c() }", "a b"},
		{"nolint above", "func f() {\n\t//nolint:timerreset // tested\n\ta()\n\tb()\n}", "a"},
		{"nolint of another", "func f() {\n\ta() //nolint:errcheck // tested\n}", ""},
		{"nolint is not nolintish", "func f() {\n\ta() //nolintish:timerreset // tested\n}", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, calls, _ := parse(t, test.body)
			var got []string
			for _, name := range []string{"a", "b", "c"} {
				if pos, ok := calls[name]; ok && set.Suppress(pos) {
					got = append(got, name)
				}
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("suppressed %q, want %q", s, test.want)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	tests := []struct {
		name, body string
		use        bool // ask for the call's position first
		want       []string
	}{
		{"used", "func f() {\n\t//lint:ignore timerreset tested\n\ta()\n}", true, nil},
		{"unused", "func f() {\n\t//lint:ignore timerreset tested\n\ta()\n}", false, []string{"4: suppresses nothing"}},
		{"unused nolint", "func f() {\n\ta() //nolint:timerreset // tested\n}", false, []string{"4: suppresses nothing"}},
		{"unused list", "func f() {\n\t//lint:ignore SA1000,timerreset tested\n\ta()\n}", false, nil},
		{"unused nolint of all", "func f() {\n\ta() //nolint // tested\n}", false, nil},
		{"no reason", "func f() {\n\t//lint:ignore timerreset\n\ta()\n}", true, []string{"4: needs a reason"}},
		{"no reason for nolint", "func f() {\n\ta() //nolint:timerreset\n}", true, []string{"4: needs a reason"}},
		{"misspelt", "func f() {\n\t//lint:ignore timereset tested\n\ta()\n}", true, []string{`4: did you mean "timerreset"?`}},
		{"misspelt nolint", "func f() {\n\ta() //nolint:timerReset // tested\n}", true, []string{`4: did you mean "timerreset"?`}},
		{"another name", "func f() {\n\ta() //nolint:gosec // tested\n}", true, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, calls, fset := parse(t, test.body)
			if test.use {
				set.Suppress(calls["a"])
			}
			problems := set.Problems()
			if len(problems) != len(test.want) {
				t.Fatalf("got %d problems %v, want %q", len(problems), problems, test.want)
			}
			for i, p := range problems {
				line, text, _ := strings.Cut(test.want[i], ": ")
				if fmt.Sprint(fset.Position(p.Pos).Line) != line || !strings.Contains(p.Message, text) {
					t.Errorf("line %d: %s; want %s", fset.Position(p.Pos).Line, p.Message, test.want[i])
				}
			}
		})
	}
}
