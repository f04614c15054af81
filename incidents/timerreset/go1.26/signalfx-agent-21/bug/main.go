// An agent sent its data once and fell silent.
//
// A Timer where a Ticker was meant: it fires once, and the second round waits
// for ever.
//
// Link: https://github.com/signalfx/signalfx-agent/pull/21
// Idiom: Timer in a loop that never resets it
// Outcome: blocks
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type agent struct {
	interval time.Duration
	sent     chan int
}

func (a *agent) run(stop <-chan struct{}) {
	timer := time.NewTimer(a.interval)
	defer timer.Stop()
	for n := 1; ; n++ {
		select {
		case <-timer.C: // BUG: fires once
			a.sent <- n
		case <-stop:
			return
		}
	}
}

func main() {
	a := &agent{interval: 10 * time.Millisecond, sent: make(chan int)}
	stop := make(chan struct{})
	go a.run(stop)
	watch.Returns(time.Second, func() {
		for <-a.sent < 3 {
		}
		close(stop)
	})
}
