// The fix: make the timer with the interval, and reset it when it has fired.
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
	timer := time.NewTimer(s.interval)
	defer timer.Stop()
	for s.pings < n {
		s.ping()
		select {
		case <-timer.C:
			timer.Reset(s.interval)
		case <-stop:
			return
		}
	}
}

func main() {
	s := &singular{interval: 300 * time.Millisecond}
	watch.Waits(s.interval, func() { s.loop(1, nil) })
}
