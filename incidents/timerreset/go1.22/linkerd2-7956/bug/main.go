// A control plane's memory could grow with the rate of updates: each left a timer behind.
//
// time.After makes a timer that lives until it fires. In a loop that turns
// faster than that, they pile up.
//
// Link: https://github.com/linkerd/linkerd2/pull/7956
// Idiom: time.After in a hot loop
// Outcome: leaks
// Timers: before 1.23
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type watcher struct {
	updates chan int
	applied int
}

// run applies updates until there are no more, or none for an hour.
func (w *watcher) run() {
	for {
		select {
		case _, ok := <-w.updates:
			if !ok {
				return
			}
			w.applied++
		case <-time.After(time.Hour): // BUG: one more for every update
			return
		}
	}
}

func main() {
	w := &watcher{updates: make(chan int, 16)}
	go func() {
		defer close(w.updates)
		for i := range 50_000 {
			w.updates <- i
		}
	}()
	watch.Heap(2<<20, w.run)
}
