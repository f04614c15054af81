// The fix: a channel that says that it is over.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type node struct {
	refresh *time.Ticker
	done    chan struct{}
	status  int
}

func newNode(interval time.Duration) *node {
	n := &node{refresh: time.NewTicker(interval), done: make(chan struct{})}
	go n.run()
	return n
}

func (n *node) run() {
	for {
		select {
		case <-n.refresh.C:
			n.status++
		case <-n.done:
			return
		}
	}
}

func (n *node) close() {
	n.refresh.Stop()
	close(n.done)
}

func main() {
	watch.Goroutines(func() {
		for range 3 {
			n := newNode(time.Minute)
			n.close()
		}
	})
}
