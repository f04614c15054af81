// The fix: Stop has returned: it is over.
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
}

func main() {
	r := newReminder(time.Minute)
	watch.Returns(time.Second, r.cancel)
}
