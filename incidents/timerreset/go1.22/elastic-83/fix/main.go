// The fix: one ticker for the loop, stopped at its end.
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
	ticker := time.NewTicker(c.interval)
	defer ticker.Stop()
	for {
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
