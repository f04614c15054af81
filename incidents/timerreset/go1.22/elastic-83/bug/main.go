// A client's health check leaked a ticker each time it ran.
//
// The loop makes a new Ticker in every turn and stops none. A running ticker
// is never collected.
//
// Link: https://github.com/olivere/elastic/pull/83
// Idiom: NewTicker in a loop without Stop
// Outcome: leaks
// Timers: before 1.23
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type client struct {
	interval time.Duration
	wake     chan struct{}
	checked  int
}

// healthchecker checks at every interval and whenever it is woken.
func (c *client) healthchecker() {
	for {
		ticker := time.NewTicker(c.interval) // BUG: never stopped
		select {
		case _, ok := <-c.wake:
			if !ok {
				return
			}
		case <-ticker.C:
		}
		c.checked++
	}
}

func main() {
	c := &client{interval: time.Hour, wake: make(chan struct{}, 16)}
	go func() {
		defer close(c.wake)
		for range 50_000 {
			c.wake <- struct{}{}
		}
	}()
	watch.Heap(2<<20, c.healthchecker)
}
