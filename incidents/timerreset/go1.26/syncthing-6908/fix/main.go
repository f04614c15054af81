// The fix: a drain that does not block when the value was received before.
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
				select {
				case <-timer.C:
				default:
				}
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
