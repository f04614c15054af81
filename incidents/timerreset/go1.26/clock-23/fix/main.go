// The fix: embed the pointer.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type systemTimer struct{ *time.Timer }

func newTimer(d time.Duration) *systemTimer {
	return &systemTimer{time.NewTimer(d)}
}

// grace waits for d, or until an earlier alarm that was not cancelled.
func grace(alarm *systemTimer, d time.Duration) {
	alarm.Stop()
	select {
	case <-alarm.C:
	case <-time.After(d):
	}
}

func main() {
	alarm := newTimer(20 * time.Millisecond)
	watch.Waits(400*time.Millisecond, func() { grace(alarm, 400*time.Millisecond) })
}
