package summary_test

import (
	"go/types"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ssatest"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// build returns the functions of a package given as source, by name.
func build(t *testing.T, source string) ([]*ssa.Function, map[string]*ssa.Function) {
	t.Helper()
	named := make(map[string]*ssa.Function)
	var funcs []*ssa.Function
	for _, fn := range ssatest.Funcs(t, source) {
		if fn.Signature.Recv() == nil {
			funcs = append(funcs, fn)
			named[fn.Name()] = fn
		}
	}
	return funcs, named
}

// depth is a domain that counts the calls to leaf below a function, up to a
// height of limit: enough to see order, recursion and the bound.
func depth(limit int) summary.Domain[int] {
	return summary.Domain[int]{
		Bottom:  func(*ssa.Function) int { return 0 },
		Unknown: func(*ssa.Function) int { return -1 },
		Transfer: func(fn *ssa.Function, callees summary.Lookup[int]) int {
			n := 0
			for _, b := range fn.Blocks {
				for _, instr := range b.Instrs {
					if call, ok := instr.(ssa.CallInstruction); ok && call.Common().StaticCallee() != nil {
						below, ok := callees(call.Common().StaticCallee())
						if !ok || below < 0 {
							return -1
						}
						n = max(n, min(below+1, limit))
					}
				}
			}
			return n
		},
		Join:  func(a, b int) int { return max(a, b) },
		Equal: func(a, b int) bool { return a == b },
	}
}

func TestOrder(t *testing.T) {
	funcs, named := build(t, `package p
func top() { middle() }
func middle() { leaf(); leaf() }
func leaf() {}`)
	table := summary.Solve(funcs, depth(10), summary.Resolver[int]{})
	for name, want := range map[string]int{"top": 2, "middle": 1, "leaf": 0} {
		if got, _ := table.Of(named[name]); got != want {
			t.Errorf("%s: depth %d, want %d", name, got, want)
		}
	}
}

func TestRecursion(t *testing.T) {
	funcs, named := build(t, `package p
func even(n int) { if n > 0 { odd(n-1) } }
func odd(n int) { even(n-1) }
func self() { self() }`)
	table := summary.Solve(funcs, depth(5), summary.Resolver[int]{})
	for _, name := range []string{"even", "odd", "self"} {
		if got, _ := table.Of(named[name]); got != 5 {
			t.Errorf("%s: %d, want the fixpoint 5", name, got)
		}
	}
}

func TestBound(t *testing.T) {
	funcs, named := build(t, "package p\nfunc self() { self() }")
	table := summary.Solve(funcs, depth(1000), summary.Resolver[int]{})
	if got, _ := table.Of(named["self"]); got != -1 {
		t.Errorf("self: %d, want unknown: the chain is higher than the bound", got)
	}
}

func TestResolver(t *testing.T) {
	funcs, named := build(t, `package p
func modelled() {}
func caller() { modelled() }
func external()
func outside() { external() }`)
	table := summary.Solve(funcs[:2:2], depth(10), summary.Resolver[int]{
		Model: func(obj *types.Func) (int, bool) { return 7, obj.Name() == "modelled" },
		Fact:  func(obj *types.Func) (int, bool) { return 3, obj.Name() == "external" },
	})
	if got, _ := table.Of(named["caller"]); got != 8 {
		t.Errorf("caller: %d, want 8: a model goes before the source", got)
	}
	if got, ok := table.Of(named["external"]); got != 3 || !ok {
		t.Errorf("external: %d, %t, want the fact", got, ok)
	}
	if _, ok := table.Of(named["outside"]); ok {
		t.Errorf("outside: known, but nothing tells of it")
	}
}
