// The fix: stop and drain before Reset.
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
		defer restart(timer, b.timeout)
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

// restart re-arms a timer, and drains it in case it has expired.
func restart(timer *time.Timer, d time.Duration) {
	if !timer.Stop() {
		select {
		case <-timer.C:
		default:
		}
	}
	timer.Reset(d)
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
