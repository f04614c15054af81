// The fix: a Ticker.
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
	ticker := time.NewTicker(a.interval)
	defer ticker.Stop()
	for n := 1; ; n++ {
		select {
		case <-ticker.C:
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
