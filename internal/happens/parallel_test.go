package happens_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// build returns the functions of a package given as source, by name.
func build(t *testing.T, source string) map[string]*ssa.Function {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", "package p\n"+source, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, _, err := ssautil.BuildPackage(&types.Config{Importer: importer.ForCompiler(fset, "source", nil)}, fset, types.NewPackage("p", "p"), []*ast.File{file}, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]*ssa.Function)
	for _, decl := range file.Decls {
		if decl, ok := decl.(*ast.FuncDecl); ok {
			out[decl.Name.Name] = pkg.Func(decl.Name.Name)
		}
	}
	return out
}

// calls returns the calls of the functions named a and b.
func calls(fn *ssa.Function) (a, b ssa.Instruction) {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || call.Call.StaticCallee() == nil {
				continue // no call by name
			}
			switch call.Call.StaticCallee().Name() {
			case "a":
				a = instr
			case "b":
				b = instr
			}
		}
	}
	return a, b
}

func TestReaches(t *testing.T) {
	fns := build(t, `
func a()
func b()
func straight() { a(); b() }
func back() { b(); a() }
func around() { for { b(); a() } }
func other(x bool) { if x { a() } else { b() } }
func ends(x bool) { if x { a(); return }; b() }
`)
	for name, want := range map[string]bool{"straight": true, "back": false, "around": true, "other": false, "ends": false} {
		a, b := calls(fns[name])
		if got := cfg.Reaches(a, b, cfg.Cut{}); got != want {
			t.Errorf("%s: %t, want %t", name, got, want)
		}
	}
	a, b := calls(fns["around"])
	cut := cfg.Cut{At: func(i ssa.Instruction) bool { return i == b }}
	if !cfg.InLoop(a, cfg.Cut{}) || cfg.InLoop(a, cut) {
		t.Error("around: a cut does not end the cycle")
	}
}

func TestNever(t *testing.T) {
	fns := build(t, `
func a()
func none() { for i := 0; i < 0; i++ { a() } }
func one() { for i := 0; i < 1; i++ { a() } }
func two() { for i := 0; i < 2; i++ { a() } }
func any(n int) { for i := 0; i < n; i++ { a() } }
`)
	for name, want := range map[string][2]bool{"none": {true, true}, "one": {false, true}, "two": {false, false}, "any": {false, false}} {
		var got [2]bool
		for _, from := range fns[name].Blocks {
			for _, to := range from.Succs {
				got[0] = got[0] || cfg.Never(from, to, false)
				got[1] = got[1] || cfg.Never(from, to, true)
			}
		}
		if got != want {
			t.Errorf("%s: never, never again: %v, want %v", name, got, want)
		}
	}
}

func TestOrder(t *testing.T) {
	fns := build(t, `
import "sync"
func a()
func sends(c chan int) { a(); c <- 1 }
func sent(c chan int) { c <- 1; a() }
func receives(c chan int) { <-c; a() }
func closes(c chan int) { defer close(c); a() }
func chooses(c, d chan int) { select { case <-c: a(); case <-d: } }
func either(c, d chan int) { select { case <-c: case <-d: }; a() }
func done(wg *sync.WaitGroup) { defer wg.Done(); a() }
`)
	type order struct{ acquired, before, after int }
	for name, want := range map[string]order{
		"sends":    {0, 0, 1},
		"sent":     {1, 1, 0},
		"receives": {1, 1, 0},
		"closes":   {0, 0, 0}, // deferred calls are the caller's business
		"chooses":  {1, 2, 0},
		"either":   {2, 2, 0},
		"done":     {0, 0, 0},
	} {
		fn := fns[name]
		r := place.NewResolver()
		orders := happens.Analyze(fn, func(instr ssa.Instruction) happens.Effect {
			var e happens.Effect
			if _, ok := instr.(*ssa.Defer); ok {
				return e
			}
			for _, ev := range happens.Events(instr, r) {
				e = e.Add(ev)
			}
			return e
		}, happens.NewEdges(fn, r).Of)
		a, _ := calls(fn)
		o := orders.At(a)
		if got := (order{len(o.Acquired), len(o.Before), len(o.After)}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestPrecedes(t *testing.T) {
	table := place.NewTable()
	c := happens.Objects{table.Root(new(ssa.Parameter))}
	for _, x := range []struct {
		name string
		o, p happens.Order
		want bool
	}{
		{"released after, acquired before", happens.Order{After: c}, happens.Order{Acquired: c}, true},
		{"released before as well", happens.Order{Before: c, After: c}, happens.Order{Acquired: c}, false},
		{"not acquired", happens.Order{After: c}, happens.Order{}, false},
		{"waited for something", happens.Order{}, happens.Order{Waited: true}, true},
	} {
		if got := x.o.Precedes(x.p); got != x.want {
			t.Errorf("%s: %t", x.name, got)
		}
	}
}
