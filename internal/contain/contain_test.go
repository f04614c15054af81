package contain

import (
	"go/token"
	"go/types"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
)

// chain returns a pass of an engine, one of an engine that requires it, and one of a rule above.
func chain(ran *[]string, below func()) (first, second, rule *analysis.Pass) {
	pkg := types.NewPackage("example.com/p", "p")
	engine := func(name string, run func(), requires ...*analysis.Analyzer) *analysis.Analyzer {
		return &analysis.Analyzer{Name: name, Requires: requires, ResultType: reflect.TypeFor[*int](), Run: Engine(func(*analysis.Pass) (any, error) {
			*ran = append(*ran, name)
			run()
			return new(int), nil
		})}
	}
	a := engine("first", below)
	b := engine("second", func() {}, a)
	pass := func(a *analysis.Analyzer) *analysis.Pass {
		return &analysis.Pass{Analyzer: a, Pkg: pkg, Fset: token.NewFileSet()}
	}
	return pass(a), pass(b), pass(&analysis.Analyzer{Name: "rule", Requires: []*analysis.Analyzer{b}})
}

func TestEngine(t *testing.T) {
	for _, panics := range []bool{false, true} {
		var ran []string
		first, second, rule := chain(&ran, func() {
			if panics {
				panic("two\nlines")
			}
		})
		for _, pass := range []*analysis.Pass{first, second} {
			result, err := pass.Analyzer.Run(pass)
			if err != nil || reflect.TypeOf(result) != pass.Analyzer.ResultType {
				t.Errorf("%s: got %v, %v: drivers want the type of the result, and fail on errors", pass.Analyzer.Name, result, err)
			}
		}
		f := Run(rule, func() { ran = append(ran, "rule") })
		if !panics {
			if f != nil || strings.Join(ran, " ") != "first second rule" {
				t.Errorf("got %v, ran %v", f, ran)
			}
			continue
		}
		if f == nil || strings.Join(ran, " ") != "first" {
			t.Fatalf("got %v, ran %v: want those above not to run", f, ran)
		}
		text := f.Text("rule")
		for _, part := range []string{"internal error in first: two lines in internal/contain.TestEngine", "on package example.com/p", "go1.", "findings of rule", "/issues", "-debug"} {
			if !strings.Contains(text, part) || strings.Contains(text, "\n") {
				t.Errorf("want one line with %q: %s", part, text)
			}
		}
		Debug = true
		if text := f.Text("rule"); !strings.Contains(text, "contain_test.go:") {
			t.Errorf("want the stack: %s", text)
		}
		Debug = false
	}
}

// The function at hand is named, the innermost if there are several.
func TestOn(t *testing.T) {
	prog := ssa.NewProgram(token.NewFileSet(), 0)
	outer, inner := prog.NewFunction("outer", new(types.Signature), "test"), prog.NewFunction("inner", new(types.Signature), "test")
	pass := &analysis.Pass{Analyzer: &analysis.Analyzer{Name: "a"}, Pkg: types.NewPackage("p", "p"), Fset: token.NewFileSet()}
	var m map[string]int
	f := Run(pass, func() {
		On(outer, func() {
			On(inner, func() { m["x"] = 1 })
		})
	})
	if f == nil || !strings.Contains(f.Text("a"), ", function inner (") || !strings.Contains(f.Text("a"), "TestOn") {
		t.Errorf("got %+v", f)
	}
}

// Nobody analyzes the standard library unless a driver can tell that it is asked for.
func TestInGoroot(t *testing.T) {
	if InGoroot("/nowhere/src/fmt", "fmt") || InGoroot(t.TempDir(), "fmt") {
		t.Error("a folder without a runtime is taken for a GOROOT")
	}
}
