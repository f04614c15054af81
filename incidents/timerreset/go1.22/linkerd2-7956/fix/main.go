// The fix: one timer for the loop.
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
	idle := time.NewTimer(time.Hour)
	defer idle.Stop()
	for {
		select {
		case _, ok := <-w.updates:
			if !ok {
				return
			}
			w.applied++
			if !idle.Stop() {
				select {
				case <-idle.C:
				default:
				}
			}
			idle.Reset(time.Hour)
		case <-idle.C:
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
