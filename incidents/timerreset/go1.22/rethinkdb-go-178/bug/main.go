// Every session that was closed left goroutines behind, one for each node.
//
// They range over a ticker's channel and count on Stop to end the loop. Stop
// does not close the channel.
//
// Link: https://github.com/rethinkdb/rethinkdb-go/pull/178
// Idiom: range over a ticker that only Stop could end
// Outcome: leaks
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type node struct {
	refresh *time.Ticker
	status  int
}

func newNode(interval time.Duration) *node {
	n := &node{refresh: time.NewTicker(interval)}
	go n.run()
	return n
}

func (n *node) run() {
	for range n.refresh.C { // BUG: never closed
		n.status++
	}
}

func (n *node) close() {
	n.refresh.Stop()
}

func main() {
	watch.Goroutines(func() {
		for range 3 {
			n := newNode(time.Minute)
			n.close()
		}
	})
}
