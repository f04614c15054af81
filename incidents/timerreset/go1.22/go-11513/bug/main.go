// A timer that was kept alive by Reset fired at once, for the time before.
//
// The timer expired while the loop was busy. Reset sets a new time but leaves
// the old value in the channel.
//
// Link: https://github.com/golang/go/issues/11513
// Idiom: Reset of an expired timer without drain
// Outcome: stale
// Timers: before 1.23
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
	s.idle.Reset(s.timeout) // BUG: it may have expired meanwhile
}

func (s *session) waitIdle() { <-s.idle.C }

func main() {
	s := newSession(300 * time.Millisecond)
	s.handle(400 * time.Millisecond)
	watch.Waits(300*time.Millisecond, s.waitIdle)
}
