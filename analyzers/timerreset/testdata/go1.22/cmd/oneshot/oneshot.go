// Package oneshot waits again and again for timers that fire once.
package main

import (
	"context"
	"time"
)

// row 18b: from the second round on the case is never ready.
func loop(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		select {
		case <-t.C: // want "this case runs once: the timer is never Reset"
			work()
			total++
		case <-ctx.Done():
			return
		}
	}
}

// row 18b: without a select it blocks.
func receive(d time.Duration) {
	t := time.NewTimer(d)
	for {
		<-t.C // want "blocks for ever: the value was already received"
		work()
	}
}

// row 18b: a range is no better.
func ranges(d time.Duration) {
	t := time.NewTimer(d)
	for range t.C { // want "blocks for ever: the value was already received"
		work()
	}
}

// row 18b, the right way: Reset in the case.
func resets(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			work()
			t.Reset(d)
		case <-ctx.Done():
			return
		}
	}
}

// row 18b, the right way: a ticker.
func ticks(ctx context.Context, d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			work()
		case <-ctx.Done():
			return
		}
	}
}

// row 18b, the right way: a deadline for the whole loop, which goes on.
func deadline(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	late := false
	for {
		select {
		case <-t.C:
			late = true
		case v := <-ch:
			if late || v < 0 {
				return
			}
		}
	}
}

// row 18b, the right way: the case leaves the loop.
func timeout(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			return
		case <-ch:
		}
	}
}

// row 18b, the right way: made anew in each round.
func anew(ctx context.Context, d time.Duration) {
	for {
		t := time.NewTimer(d)
		select {
		case <-t.C:
			work()
		case <-ctx.Done():
			t.Stop()
			return
		}
	}
}

var total int

func work() { total++ }

func main() {}
