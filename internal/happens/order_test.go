package happens_test

import (
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

func TestOrder(t *testing.T) {
	fns := ssatest.Named(t, `package p
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
		a, _ := ssatest.Calls(fn)
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
