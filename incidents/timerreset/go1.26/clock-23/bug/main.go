// A clock package whose timers embed time.Timer by value could not stop them.
//
// What NewTimer returns is the head of a larger object of the runtime. Stop of
// a copy reads past its end: it does nothing, hangs, or kills the process,
// whatever the memory behind it holds.
//
// Link: https://github.com/microsoft/clock/pull/23
// Idiom: Stop of a copied Timer
// Outcome: stale or blocks or panics or fatal
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type systemTimer struct{ time.Timer }

func newTimer(d time.Duration) *systemTimer {
	return &systemTimer{*time.NewTimer(d)} // BUG: a copy
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
