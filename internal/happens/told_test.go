package happens_test

import (
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

// TestTold asks whether a function gets from the start of a goroutine to stop without
// waiting for what that does after its receive.
func TestTold(t *testing.T) {
	fns := ssatest.Named(t, `package p
import "sync"
type job struct { in, done chan int }
func stop()
func (j *job) run() { <-j.in; j.done <- 1 }
func closed(in chan int) { done := make(chan int); go func() { <-in; close(done) }(); <-done; stop() }
func group(in chan int) { var wg sync.WaitGroup; wg.Add(1); go func() { defer wg.Done(); <-in }(); wg.Wait(); stop() }
func field(in chan int) { j := &job{in, make(chan int)}; go j.run(); <-j.done; stop() }
func either(in, quit chan int) { done := make(chan int); go func() { <-in; close(done) }(); select { case <-done: stop(); case <-quit: } }
func other(in, quit chan int) { go func() { <-in }(); <-quit; stop() }
func branch(in chan int, b bool) { done := make(chan int); go func() { <-in; close(done) }(); if b { <-done }; stop() }
func before(in chan int) { begun := make(chan int); go func() { close(begun); <-in }(); <-begun; stop() }
`)
	for name, want := range map[string]bool{
		"closed": false, "group": false, "field": false, "either": false,
		"other": true, "branch": true, "before": true,
	} {
		var start *ssa.Go
		for g := range ir.Each[*ssa.Go](fns[name]) {
			start = g
		}
		body := start.Call.StaticCallee()
		var recv, stop ssa.Instruction
		for u := range ir.Each[*ssa.UnOp](body) {
			if u.Op.String() == "<-" {
				recv = u
			}
		}
		for call := range ir.Each[*ssa.Call](fns[name]) {
			if call.Call.Value.Name() == "stop" {
				stop = call
			}
		}
		if got := cfg.Reaches(start, stop, happens.Told(start, recv)); got != want {
			t.Errorf("%s: %t, want %t", name, got, want)
		}
	}
}
