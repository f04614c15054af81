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

// rules are those of the analyzer; each finding is of the first.
var rules = []string{"timerreset/stale-value", "timerreset/nil-timer"}

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
	return directive.Parse(pass, rules...), calls, fset
}

// suppressed reports whether a finding of the first rule is.
func suppressed(set *directive.Set, pos token.Pos) bool {
	covered, expiry := set.Suppress(pos, "timerreset/stale-value")
	return covered && (expiry == nil || !expiry.Expired())
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
		{"rule", "func f() {\n\t//lint:ignore timerreset/stale-value tested\n\ta()\n}", "a"},
		{"another rule", "func f() {\n\t//lint:ignore timerreset/nil-timer tested\n\ta()\n}", ""},
		{"pattern of rules", "func f() {\n\t//lint:ignore timerreset/s* tested\n\ta()\n}", "a"},
		{"rule of the file", "//lint:file-ignore timerreset/stale-value tested\n\nfunc f() {\n\ta()\n\tb()\n}", "a b"},
		{"nolint of a rule", "func f() {\n\ta() //nolint:timerreset/stale-value // tested\n}", "a"},
		{"nolint of another rule", "func f() {\n\ta() //nolint:timerreset/nil-timer // tested\n}", ""},
		{"until a day to come", "func f() {\n\t//lint:ignore timerreset until=2999-12-31 tested\n\ta()\n}", "a"},
		{"until a day that is over", "func f() {\n\t//lint:ignore timerreset until=2001-01-01 tested\n\ta()\n}", ""},
		{"one is over, the other not", "//lint:file-ignore timerreset tested\n\nfunc f() {\n\t//lint:ignore timerreset until=2001-01-01 tested\n\ta()\n}", "a"},
		{"until no day", "func f() {\n\t//lint:ignore timerreset until=tomorrow tested\n\ta()\n}", ""},
		{"until without a reason", "func f() {\n\t//lint:ignore timerreset until=2999-12-31\n\ta()\n}", ""},
		{"file", "//lint:file-ignore timerreset tested\n\nfunc f() {\n\ta()\n\tb()\n}", "a b"},
		{"another check", "func f() {\n\t//lint:ignore SA1000 tested\n\ta()\n}", ""},
		{"no reason", "func f() {\n\t//lint:ignore timerreset\n\ta()\n}", ""},
		{"ignore of the suite", "func f() {\n\t//lint:ignore golint-incidents tested\n\ta()\n\tb()\n}", "a"},
		{"space before lint", "func f() {\n\t// lint:ignore timerreset tested\n\ta()\n}", ""},
		{"block comment", "func f() {\n\t/*lint:ignore timerreset tested*/\n\ta()\n}", ""},
		// nolint covers what golangci-lint's nolint_filter has it cover.
		{"nolint", "func f() {\n\ta() //nolint:timerreset // tested\n\tb()\n}", "a"},
		{"nolint without reason", "func f() {\n\ta() //nolint:timerreset\n}", "a"},
		{"nolint with a space", "func f() {\n\ta() // nolint:timerreset // tested\n}", "a"},
		{"nolint with spaces in the list", "func f() {\n\ta() //nolint:errcheck, TimerReset // tested\n}", "a"},
		{"nolint of the suite", "func f() {\n\ta() //nolint:golint-incidents // tested\n}", "a"},
		{"nolint of all", "func f() {\n\ta() //nolint\n\tb() //nolint:all\n}", "a b"},
		{"bare nolint with a reason", "func f() {\n\ta() //nolint // tested\n}", "a"},
		{"nolint above a function", "//nolint:timerreset // tested\nfunc f() {\n\ta()\n\tb()\n}\n\nfunc g() { c() }", "a b"},
		{"nolint in a function's comment", "// f is tested.\n//\n//nolint:timerreset\nfunc f() {\n\ta()\n\tb()\n}\n\nfunc g() { c() }", "a b"},
		{"nolint in the line of a function", "func f() { //nolint:timerreset // tested\n\ta()\n}", ""},
		{"nolint above", "func f() {\n\t//nolint:timerreset // tested\n\ta()\n\tb()\n}", "a"},
		{"nolint above a block", "func f() {\n\t//nolint:timerreset // tested\n\tif true {\n\t\ta()\n\t}\n\tb()\n}", "a"},
		{"nolint above in another column", "func f() {\n//nolint:timerreset // tested\n\ta()\n}", ""},
		{"nolint of another", "func f() {\n\ta() //nolint:errcheck // tested\n}", ""},
		{"nolint is not nolintish", "func f() {\n\ta() //nolintish:timerreset // tested\n}", ""},
		{"nolint in a block comment", "func f() {\n\ta() /*nolint:timerreset*/\n}", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, calls, _ := parse(t, test.body)
			var got []string
			for _, name := range []string{"a", "b", "c"} {
				if pos, ok := calls[name]; ok && suppressed(set, pos) {
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
		{"unused", "func f() {\n\t//lint:ignore timerreset tested\n\tb()\n\n\ta()\n}", true, []string{"4: reports nothing in line 5, which it covers; its nearest finding is in line 7"}},
		{"unused in a file without findings", "func f() {\n\t//lint:ignore timerreset tested\n\ta()\n}", false, []string{"4: reports nothing in this file; remove the directive"}},
		{"unused of the file", "//lint:file-ignore timerreset tested\n\nfunc f() {\n\ta()\n}", false, []string{"3: reports nothing in this file; remove it"}},
		{"unused nolint", "func f() {\n\tb() //nolint:timerreset // tested\n\ta()\n}", true, []string{"4: reports nothing in line 4, which it covers; its nearest finding is in line 5"}},
		{"unused nolint above a function", "//nolint:timerreset\nfunc f() {\n}\n\nfunc g() { a() }", true, []string{"3: reports nothing in lines 3 to 5, which it covers; its nearest finding is in line 7"}},
		{"above the second line of a call", "func f() {\n\t//lint:ignore timerreset tested\n\tb(\n\t\ta(),\n\t)\n}", true, []string{"4: line 5, which it covers; its nearest finding is in line 6"}},
		{"expired, and of use", "func f() {\n\t//lint:ignore timerreset until=2001-01-01 tested\n\ta()\n}", true, nil},
		{"until no day", "func f() {\n\t//lint:ignore timerreset until=2027-13-01 tested\n\ta()\n}", true, []string{`4: "2027-13-01" is no date, write until=2027-03-01`}},
		{"until without a reason", "func f() {\n\t//lint:ignore timerreset until=2999-12-31\n\ta()\n}", true, []string{"4: needs a reason behind the date"}},
		{"unused of a rule", "func f() {\n\t//lint:ignore timerreset/nil-timer tested\n\ta()\n}", true, []string{"4: //lint:ignore timerreset/nil-timer suppresses nothing: timerreset/nil-timer reports nothing in line 5, which it covers; it reports nothing in this file"}},
		{"used of a rule", "func f() {\n\t//lint:ignore timerreset/stale-value tested\n\ta()\n}", true, nil},
		{"misspelt rule", "func f() {\n\t//lint:ignore timerreset/stale-valeu tested\n\ta()\n}", true, []string{`4: names "timerreset/stale-valeu", which is no rule: did you mean "timerreset/stale-value"?`}},
		{"no such rule", "func f() {\n\t//lint:ignore timerreset/everything tested\n\ta()\n}", true, []string{`4: which is no rule: golint-incidents explain timerreset lists them`}},
		{"no reason for a rule", "func f() {\n\t//lint:ignore timerreset/stale-value\n\ta()\n}", true, []string{"4: needs a reason"}},
		{"unused list", "func f() {\n\t//lint:ignore SA1000,timerreset tested\n\ta()\n}", false, nil},
		{"unused of the suite", "func f() {\n\t//lint:ignore golint-incidents tested\n\ta()\n}", false, nil},
		{"unused nolint of all", "func f() {\n\ta() //nolint // tested\n}", false, nil},
		{"no reason", "func f() {\n\t//lint:ignore timerreset\n\ta()\n}", true, []string{"4: needs a reason"}},
		{"no reason for the suite", "func f() {\n\t//lint:ignore golint-incidents\n\ta()\n}", true, []string{"4: needs a reason"}},
		{"no reason for the suite, and no finding", "func f() {\n\t//lint:ignore golint-incidents\n\ta()\n}", false, nil},
		{"misspelt", "func f() {\n\t//lint:ignore timereset tested\n\ta()\n}", true, []string{`4: did you mean "timerreset"?`}},
		{"misspelt nolint", "func f() {\n\ta() //nolint:timerrset // tested\n}", true, []string{`4: did you mean "timerreset"?`}},
		{"misspelt suite", "func f() {\n\t//lint:ignore golint-incident tested\n\ta()\n}", true, []string{`4: did you mean "golint-incidents"?`}},
		{"misspelt command", "func f() {\n\t//lint:ignroe timerreset tested\n\ta()\n}", true, []string{"4: //lint:ignroe suppresses nothing: did you mean //lint:ignore?"}},
		{"misspelt command of the suite", "func f() {\n\t//lint:ignroe golint-incidents tested\n\ta()\n}", true, []string{"4: did you mean //lint:ignore?"}},
		{"misspelt file command", "//lint:file-ingore timerreset tested\nfunc f() {\n\ta()\n}", false, []string{"3: did you mean //lint:file-ignore?"}},
		{"misspelt nolint keyword", "func f() {\n\ta() //nolnt:timerreset\n}", false, []string{"4: did you mean //nolint?"}},
		{"space before lint", "func f() {\n\t// lint:ignore timerreset tested\n\ta()\n}", true, []string{"4: because of the space: write //lint:ignore"}},
		{"block comment", "func f() {\n\t/*lint:ignore timerreset tested*/\n\ta()\n}", true, []string{"4: write //lint:ignore"}},
		{"nolint in a block comment", "func f() {\n\ta() /*nolint:timerreset*/\n}", true, []string{"4: write //nolint"}},
		{"prose", "// Without lint: ignore timerreset here.\nfunc f() {\n\ta() // note:timerreset is right\n}", true, nil},
		{"another name", "func f() {\n\ta() //nolint:gosec // tested\n}", true, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, calls, fset := parse(t, test.body)
			if test.use {
				set.Suppress(calls["a"], "timerreset/stale-value")
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
