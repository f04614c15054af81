// Loops that ask len(timer.C) whether the time is up never end since Go 1.23.
//
// The channel of a timer has no buffer any more, and its length is always zero.
// Of 17,021 modules with timers, the survey in the proposal found 15 that ask.
//
// Link: https://github.com/golang/go/issues/37196
// Idiom: len of a timer's channel
// Outcome: blocks
// Timers: since 1.23
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type collector struct {
	budget time.Duration
	swept  int
}

// sweep works until its budget is used up.
func (c *collector) sweep() {
	up := time.NewTimer(c.budget)
	defer up.Stop()
	for len(up.C) == 0 { // BUG: always zero
		c.sweepOne()
	}
}

func (c *collector) sweepOne() {
	time.Sleep(time.Millisecond)
	c.swept++
}

func main() {
	c := &collector{budget: 20 * time.Millisecond}
	watch.Returns(time.Second, c.sweep)
}
