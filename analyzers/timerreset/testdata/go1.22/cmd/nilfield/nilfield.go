// Package nilfield uses fields that one branch tests for nil.
package main

import "time"

type loop struct {
	timer *time.Timer
	done  bool
}

func newLoop() *loop {
	return &loop{}
}

// row 13c: the other branch expects that it may be nil.
func (l *loop) next(d time.Duration) {
	if l.done {
		l.timer.Stop() // want "Stop panics if the field timer is nil"
	} else if l.timer != nil {
		l.timer.Reset(d)
	} else {
		work()
	}
}

func (l *loop) start(d time.Duration) {
	l.timer = time.AfterFunc(d, work)
}

type safe struct {
	timer *time.Timer
	done  bool
}

func newSafe(d time.Duration) *safe {
	return &safe{timer: time.AfterFunc(d, work)}
}

// row 13c, the right way: the constructor makes it.
func (s *safe) next(d time.Duration) {
	if s.done {
		s.timer.Stop()
	} else if s.timer != nil {
		s.timer.Reset(d)
	}
}

type tested struct {
	timer *time.Timer
	done  bool
}

func newTested() *tested {
	return &tested{}
}

func (s *tested) start(d time.Duration) {
	s.timer = time.AfterFunc(d, work)
}

// row 13c, the right way: every branch is behind the test.
func (s *tested) next(d time.Duration) {
	if s.timer == nil {
		return
	}
	if s.done {
		s.timer.Stop()
	} else {
		s.timer.Reset(d)
	}
}

func work() {}

func main() {}

// peer makes its timer when the first request is pending, which its counter tells, too.
type peer struct {
	timeout *time.Timer
	pending int
}

func newPeer() *peer { return &peer{} }

func (p *peer) resetTimeout() {
	if p.timeout == nil {
		p.timeout = time.AfterFunc(time.Second, func() {})
	} else {
		p.timeout.Reset(time.Second)
	}
}

func (p *peer) incr() {
	if p.pending == 0 {
		p.resetTimeout()
	}
	p.pending++
}

func (p *peer) decr() {
	p.pending--
	if p.pending == 0 {
		p.timeout.Stop()
	} else {
		p.resetTimeout()
	}
}

// stranger has the same timer, and nothing that tells.
type stranger struct {
	timeout *time.Timer
	pending int
}

func newStranger() *stranger { return &stranger{} }

func (s *stranger) resetTimeout() {
	if s.timeout == nil {
		s.timeout = time.AfterFunc(time.Second, func() {})
	}
}

func (s *stranger) stop() {
	s.timeout.Stop() // want "Stop panics if the field timeout is nil"
}
