// The fix: stop and drain before Reset.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type session struct {
	idle    *time.Timer
	timeout time.Duration
}

func newSession(timeout time.Duration) *session {
	return &session{idle: time.NewTimer(timeout), timeout: timeout}
}

// handle answers a request, after which the peer has all its time again.
func (s *session) handle(request time.Duration) {
	time.Sleep(request)
	if !s.idle.Stop() {
		select {
		case <-s.idle.C:
		default:
		}
	}
	s.idle.Reset(s.timeout)
}

func (s *session) waitIdle() { <-s.idle.C }

func main() {
	s := newSession(300 * time.Millisecond)
	s.handle(400 * time.Millisecond)
	watch.Waits(300*time.Millisecond, s.waitIdle)
}
