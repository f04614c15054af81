// The NAT service stood still once it had been switched off and on again.
//
// While it is off, the loop receives the timer's value and continues without a
// Reset. The next scheduled round finds the timer expired and waits for a value
// that is long gone.
//
// Link: https://github.com/syncthing/syncthing/issues/6908
// Idiom: drain after the value was received
// Outcome: blocks
package main

import (
	"sync/atomic"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type service struct {
	enabled   atomic.Bool
	scheduled chan struct{}
	renewed   chan struct{}
}

func (s *service) serve(stop <-chan struct{}) {
	timer := time.NewTimer(0)
	for {
		select {
		case <-timer.C:
		case <-s.scheduled:
			if !timer.Stop() {
				<-timer.C // BUG: received by the case above, and not Reset when disabled
			}
		case <-stop:
			timer.Stop()
			return
		}
		if !s.enabled.Load() {
			continue
		}
		s.renewed <- struct{}{}
		timer.Reset(time.Minute)
	}
}

func main() {
	s := &service{scheduled: make(chan struct{}), renewed: make(chan struct{})}
	stop := make(chan struct{})
	go s.serve(stop)
	time.Sleep(100 * time.Millisecond) // the first round finds the service off

	watch.Returns(time.Second, func() {
		s.enabled.Store(true)
		s.scheduled <- struct{}{}
		<-s.renewed
		close(stop)
	})
}
