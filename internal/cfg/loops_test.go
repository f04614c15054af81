package cfg_test

import (
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

func TestLoops(t *testing.T) {
	fns := ssatest.Named(t, `package p
func next() int
func more() bool
func a()
func b()
func counts(n int) { for i := 0; i < n; i++ { a(); b() } }
func integer(n int) { for range n { a(); b() } }
func slice(s []int) { for range s { a(); b() } }
func entries(m map[int]int) { for range m { a(); b() } }
func text(s string) { for range s { a(); b() } }
func drains(s []int) { for len(s) > 0 { a(); b(); s = s[1:] } }
func forever() { for { a(); b() } }
func channel(ch chan int) { for range ch { a(); b() } }
func asks() { for more() { a(); b() } }
func reads() { for { n := next(); if n == 0 { return }; a(); b() } }
func waits(done chan bool) { for { select { case <-done: return; default: a(); b() } } }
func perhaps(n int) { for i := 0; i < n; i++ { a(); if more() { b() } } }
`)
	for name, want := range map[string]struct{ counts, always bool }{
		"counts": {true, true}, "integer": {true, true}, "slice": {true, true}, "entries": {true, true}, "text": {true, true},
		"drains": {true, true}, "forever": {false, true}, "channel": {false, true}, "asks": {false, true}, "reads": {false, true},
		"waits": {false, true}, "perhaps": {true, false},
	} {
		loops := cfg.Loops(fns[name])
		if len(loops) != 1 {
			t.Errorf("%s: %d loops, want one", name, len(loops))
			continue
		}
		_, b := ssatest.Calls(fns[name])
		l := loops[0]
		if got := l.Counts(); got != want.counts {
			t.Errorf("%s: counts %t, want %t", name, got, want.counts)
		}
		if got := l.Always(b.Block()); !l.Blocks[b.Block()] || got != want.always {
			t.Errorf("%s: always %t, want %t", name, got, want.always)
		}
	}
}

func TestNested(t *testing.T) {
	fns := ssatest.Named(t, `package p
func a()
func b()
func nested(n int) { for { a(); for range n { b() } } }
`)
	loops := cfg.Loops(fns["nested"])
	a, b := ssatest.Calls(fns["nested"])
	has := func(l *cfg.Loop, i ssa.Instruction) bool { return l.Blocks[i.Block()] }
	if len(loops) != 2 || !has(loops[0], a) || !has(loops[0], b) || has(loops[1], a) || !has(loops[1], b) {
		t.Errorf("%d loops, the inner one must come last", len(loops))
	}
}

func TestCase(t *testing.T) {
	fns := ssatest.Named(t, `package p
func a()
func b()
func values(s string) { switch s { case "x": b(); case "y": a() } }
func last(s string) { switch s { case "x": b(); case "y": a(); default: b() } }
func several(n int) { switch n { case 1, 2: a() } ; b() }
func types(x any) { switch x.(type) { case int: a(); case string: b() } }
func chain(s string) { if s == "x" { b() } else if s == "y" { a() } }
func one(s string) { if s == "x" { a() }; b() }
func two(s, t string) { if s == "x" { b() } else if t == "y" { a() } }
func truths(x, y bool) { switch { case x: b(); case y: a() } }
`)
	for name, want := range map[string]bool{
		"values": true, "last": true, "several": true, "types": true, "chain": true, "one": false, "two": false, "truths": false,
	} {
		a, _ := ssatest.Calls(fns[name])
		if got := cfg.Case(a.Block()); got != want {
			t.Errorf("%s: %t, want %t", name, got, want)
		}
	}
}
