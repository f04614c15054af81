// Package afterfunc uses timers of time.AfterFunc, which have no channel.
package afterfunc

import (
	"sync"
	"time"
)

// row 12: Reset while it is pending.
func pending(d time.Duration) {
	t := time.AfterFunc(d, work)
	work()
	t.Reset(d)
	t.Stop()
}

// row 12: renewed again and again.
func watchdog(ch chan int, d time.Duration) {
	t := time.AfterFunc(d, work)
	defer t.Stop()
	for range ch {
		t.Reset(d)
	}
}

// row 12b: Reset runs the function again; whether it may takes intent to know, so nothing is reported.
func closesTwice(d time.Duration) {
	done := make(chan struct{})
	t := time.AfterFunc(time.Millisecond, func() { close(done) })
	<-done
	t.Reset(d)
}

// row 12b, the right way: the function may run any number of times.
func runsTwice(d time.Duration) {
	var once sync.Once
	done := make(chan struct{})
	t := time.AfterFunc(time.Millisecond, func() { once.Do(func() { close(done) }) })
	<-done
	t.Reset(d)
}

// row 12c: the usual drain, of a timer without a channel.
func drained(d time.Duration) {
	t := time.AfterFunc(d, work)
	work()
	if !t.Stop() {
		<-t.C // want "blocks for ever: a timer of time.AfterFunc has no channel"
	}
}

type session struct {
	idle *time.Timer
}

func newSession(d time.Duration) *session {
	return &session{idle: time.AfterFunc(d, work)}
}

// row 12c: in a field that is only ever made by time.AfterFunc.
func (s *session) touch(d time.Duration) {
	if !s.idle.Stop() {
		<-s.idle.C // want "blocks for ever: a timer of time.AfterFunc has no channel"
	}
	s.idle.Reset(d)
}

// row 12c, the right way.
func (s *session) renew(d time.Duration) {
	if s.idle.Stop() {
		s.idle.Reset(d)
	}
}

// row 12c, the right way: the non-blocking drain passes.
func (s *session) drain(d time.Duration) {
	if !s.idle.Stop() {
		select {
		case <-s.idle.C:
		default:
		}
	}
	s.idle.Reset(d)
}

// row 12d: a receive.
func wait(d time.Duration) {
	t := time.AfterFunc(d, work)
	<-t.C // want "blocks for ever: a timer of time.AfterFunc has no channel"
}

// row 12d, the right way: the function tells.
func waitDone(d time.Duration) {
	done := make(chan struct{})
	t := time.AfterFunc(d, func() { close(done) })
	defer t.Stop()
	<-done
}

// row 12d: unknown which of the two it is.
func either(channel bool, d time.Duration) {
	var t *time.Timer
	if channel {
		t = time.NewTimer(d)
	} else {
		t = time.AfterFunc(d, work)
	}
	if channel {
		<-t.C
	}
	t.Stop()
}

func work() {}
