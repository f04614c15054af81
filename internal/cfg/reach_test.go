package cfg_test

import (
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

func TestReaches(t *testing.T) {
	fns := ssatest.Named(t, `package p
func a()
func b()
func straight() { a(); b() }
func back() { b(); a() }
func around() { for { b(); a() } }
func other(x bool) { if x { a() } else { b() } }
func ends(x bool) { if x { a(); return }; b() }
`)
	for name, want := range map[string]bool{"straight": true, "back": false, "around": true, "other": false, "ends": false} {
		a, b := ssatest.Calls(fns[name])
		if got := cfg.Reaches(a, b, cfg.Cut{}); got != want {
			t.Errorf("%s: %t, want %t", name, got, want)
		}
	}
	a, b := ssatest.Calls(fns["around"])
	cut := cfg.Cut{At: func(i ssa.Instruction) bool { return i == b }}
	if !cfg.InLoop(a, cfg.Cut{}) || cfg.InLoop(a, cut) {
		t.Error("around: a cut does not end the cycle")
	}
}

func TestNever(t *testing.T) {
	fns := ssatest.Named(t, `package p
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
