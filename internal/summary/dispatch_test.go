package summary_test

import (
	"go/types"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// calls returns the calls of fn in source order.
func calls(fn *ssa.Function) []*ssa.CallCommon {
	var out []*ssa.CallCommon
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				out = append(out, call.Common())
			}
		}
	}
	return out
}

func TestCallee(t *testing.T) {
	_, named := build(t, `package p
type T struct{ n int }
func (t *T) m(x int) {}
type G[E any] struct{}
func (g *G[E]) m(x E) {}
type I interface{ m(int) }
func direct(t *T)  { t.m(1) }
func bound(t *T)   { f := t.m; f(1) }
func thunk(t *T)   { f := (*T).m; f(t, 1) }
func deferred(t *T) { defer t.m(1) }
func generic(g *G[string]) { g.m("") }
func dynamic(i I)  { i.m(1) }
func value(f func(int)) { f(1) }
`)
	for name, want := range map[string]string{
		"direct": "(*p.T).m 2", "bound": "(*p.T).m 2", "thunk": "(*p.T).m 2", "deferred": "(*p.T).m 2",
		"generic": "(*p.G[E]).m 2", "dynamic": "", "value": "",
	} {
		fn, args := callgraph.Callee(calls(named[name])[0])
		got := ""
		if fn != nil {
			got = fn.String() + " " + string(rune('0'+len(args)))
		}
		if got != want {
			t.Errorf("%s calls %q, want %q", name, got, want)
		}
	}
}

// TestDispatch asks which types an interface call may reach: those with all of
// its methods, exported or not, directly or by embedding.
func TestDispatch(t *testing.T) {
	_, named := build(t, `package p
type I interface{ Get(key string) []byte; Close() }
type full struct{}
func (*full) Get(name string) []byte { return nil }
func (*full) Close() {}
type partial struct{}
func (partial) Get(string) []byte { return nil }
type other struct{}
func (other) Get(int) []byte { return nil }
func (other) Close() {}
type promoted struct{ full }
func use(i I) { i.Get("") }
func one(i interface{ Get(string) []byte }) { i.Get("") }
`)
	impls := summary.Implementations(named["use"].Pkg.Pkg, func(fn *types.Func) (string, bool) {
		return fn.FullName(), fn.Name() == "Get"
	})
	var index summary.Index[string]
	index.Add(impls)
	for name, want := range map[string]string{
		"use": "p.full p.promoted",
		"one": "p.full p.partial p.promoted",
	} {
		m, ok := new(summary.Methods).Of(calls(named[name])[0])
		if !ok {
			t.Fatalf("%s calls no interface", name)
		}
		var got []string
		for _, target := range index.Dispatch(m) {
			got = append(got, target.Type)
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s may reach %q, want %q", m.Name, got, want)
		}
	}
}
