// A committer sent empty and half-filled batches: the timer of the last batch rang for the next.
//
// Sending a large batch may take longer than the timeout. The deferred Reset
// then leaves the value of the old setting in the channel.
//
// Link: https://github.com/hyperledger/fabric-x-committer/issues/606
// Idiom: deferred Reset without drain
// Outcome: stale
// Timers: before 1.23
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type batcher struct {
	in      chan int
	timeout time.Duration
	max     int
	full    chan struct{} // gets a value for every full batch
}

// run commits full batches, and ends with the first that is not full in time.
func (b *batcher) run() {
	var batch []int
	timer := time.NewTimer(b.timeout)
	defer timer.Stop()

	commit := func() {
		defer timer.Reset(b.timeout) // BUG: it may expire during the commit
		time.Sleep(b.timeout + b.timeout/4)
		batch = batch[:0]
	}
	for {
		select {
		case tx := <-b.in:
			if batch = append(batch, tx); len(batch) >= b.max {
				commit()
				b.full <- struct{}{}
			}
		case <-timer.C:
			return
		}
	}
}

func main() {
	b := &batcher{in: make(chan int, 8), timeout: 300 * time.Millisecond, max: 8, full: make(chan struct{})}
	for tx := range 8 {
		b.in <- tx
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		b.run()
	}()
	<-b.full
	watch.Waits(b.timeout, func() { <-ended })
}
