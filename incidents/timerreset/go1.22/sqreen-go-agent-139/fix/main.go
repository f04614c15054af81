// The fix: a timer that is far from firing when it is stopped, and a drain.
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
	timer := time.NewTimer(24 * time.Hour)
	if !timer.Stop() {
		<-timer.C
	}
	a.login()
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
