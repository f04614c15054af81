package callgraph_test

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

func TestFunctions(t *testing.T) {
	named := ssatest.Named(t, `package p
func a() {}
func b() {}
func other(*func()) {}
func made() func() { return a }
func twice(y bool) func() { if y { return a }; return b }
func open(f func(), y bool) func() { if y { return f }; return b }
func literal(n int)           { func() { n++ }() }
func either(y bool)           { f := a; if y { f = b }; f() }
func result()                 { made()() }
func results(y bool)          { twice(y)() }
func perhaps(f func(), y bool) { open(f, y)() }
func param(f func())          { f() }
func captured()               { f := a; g := func() { f() }; g(); f() }
func changed()                { f := a; func() { f = b }(); f() }
func leaked()                 { f := a; other(&f); f() }
`)
	for name, want := range map[string]string{
		"literal":  "p.literal$1",
		"either":   "p.a p.b",
		"result":   "p.made p.a",
		"results":  "p.twice p.a p.b",
		"perhaps":  "p.open",
		"param":    "",
		"captured": "p.captured$1 p.a",
		"changed":  "p.changed$1",
		"leaked":   "p.other",
	} {
		var got []string
		for _, b := range named[name].Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(*ssa.Call); ok {
					for _, fn := range callgraph.Functions(call.Call.Value) {
						got = append(got, fn.String())
					}
				}
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %q, want %q", name, s, want)
		}
	}
}
