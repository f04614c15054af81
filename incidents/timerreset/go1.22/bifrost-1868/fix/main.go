// The fix: drain what Stop was too late for.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type writer struct {
	entries  chan string
	interval time.Duration
	max      int
	stored   chan int // sizes of the batches
}

func (w *writer) run() {
	var batch []string
	timer := time.NewTimer(w.interval)
	defer timer.Stop()
	for {
		select {
		case e, ok := <-w.entries:
			if !ok {
				return
			}
			if batch = append(batch, e); len(batch) < w.max {
				continue
			}
			w.store(batch)
			if !timer.Stop() {
				select {
				case <-timer.C:
				default:
				}
			}
		case <-timer.C:
			w.stored <- len(batch)
		}
		batch = batch[:0]
		timer.Reset(w.interval)
	}
}

// store takes its time for a large batch.
func (w *writer) store(batch []string) {
	time.Sleep(w.interval * 5 / 4)
	w.stored <- len(batch)
}

func main() {
	w := &writer{entries: make(chan string, 2), interval: 300 * time.Millisecond, max: 2, stored: make(chan int)}
	go w.run()
	w.entries <- "a"
	w.entries <- "b"
	<-w.stored
	watch.Waits(w.interval, func() { <-w.stored })
}
