// An agent could send an empty batch of metrics when it started.
//
// The timer should rest until there is something to send. NewTimer(0) fires at
// once, and Stop comes too late for the value in the channel.
//
// Link: https://github.com/sqreen/go-agent/pull/139
// Idiom: Stop of NewTimer(0) without drain
// Outcome: stale
// Timers: before 1.23
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type agent struct {
	metrics   chan string
	staleness time.Duration
}

func (a *agent) login() { time.Sleep(50 * time.Millisecond) }

// run returns the first batch: what came in until its first metric got stale.
func (a *agent) run() (batch []string) {
	timer := time.NewTimer(0)
	a.login()
	timer.Stop() // BUG: the value is in the channel already
	for {
		select {
		case m := <-a.metrics:
			if batch = append(batch, m); len(batch) == 1 {
				timer.Reset(a.staleness)
			}
		case <-timer.C:
			return batch
		}
	}
}

func main() {
	a := &agent{metrics: make(chan string), staleness: 300 * time.Millisecond}
	go func() { a.metrics <- "requests" }()
	watch.Waits(a.staleness, func() { a.run() })
}
