// A program that stopped a timer and then waited for it was reported as a deadlock of Go.
//
// A stopped timer never fires. Its channel is neither closed nor given a value,
// so that a wait for "the end of the timer" has no end.
//
// Link: https://github.com/golang/go/issues/14946
// Idiom: receive after Stop
// Outcome: blocks
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type reminder struct {
	timer *time.Timer
	rung  int
}

func newReminder(d time.Duration) *reminder {
	return &reminder{timer: time.NewTimer(d)}
}

// cancel stops the reminder and waits until it is over.
func (r *reminder) cancel() {
	r.timer.Stop()
	<-r.timer.C // BUG: a stopped timer does not fire
}

func main() {
	r := newReminder(time.Minute)
	watch.Returns(time.Second, r.cancel)
}
