// A daemon that synchronises routes leaked a ticker in every round.
//
// time.Tick gives no ticker to stop: the one behind its channel runs for ever,
// long after the function has returned.
//
// Link: https://github.com/cloudfoundry-incubator/kubo-release/issues/140
// Idiom: time.Tick in a function that returns
// Outcome: leaks
// Timers: before 1.23
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type pooler struct {
	interval time.Duration
}

// await asks for the route at every interval until it is there.
func (p *pooler) await(done <-chan struct{}, ask func() bool) bool {
	tick := time.Tick(p.interval) // BUG: runs for ever
	for !ask() {
		select {
		case <-tick:
		case <-done:
			return false
		}
	}
	return true
}

func main() {
	p := &pooler{interval: time.Hour}
	watch.Heap(2<<20, func() {
		for range 50_000 {
			p.await(nil, func() bool { return true })
		}
	})
}
