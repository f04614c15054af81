// A worker's first two rounds came without a pause between them.
//
// The timer is made with a duration of zero, for Reset to set in the loop. What
// it fired is still in the channel then.
//
// Link: https://github.com/juju/juju/pull/2688
// Idiom: Reset of NewTimer(0) without drain
// Outcome: stale
// Timers: before 1.23
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type singular struct {
	interval time.Duration
	pings    int
}

func (s *singular) ping() {
	time.Sleep(20 * time.Millisecond)
	s.pings++
}

func (s *singular) loop(n int, stop <-chan struct{}) {
	timer := time.NewTimer(0)
	for s.pings < n {
		s.ping()
		timer.Reset(s.interval) // BUG: it fired when it was made
		select {
		case <-timer.C:
		case <-stop:
			return
		}
	}
}

func main() {
	s := &singular{interval: 300 * time.Millisecond}
	watch.Waits(s.interval, func() { s.loop(1, nil) })
}
