// Package nilfield uses fields that one branch tests for nil.
package nilfield

import (
	"sync/atomic"
	"time"
)

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

// A flag tells whether the timer was made.
type lingering struct {
	timer  *time.Timer
	active bool
	rounds atomic.Int32
}

func newLingering() *lingering { return &lingering{} }

func (l *lingering) begin(d time.Duration) {
	if l.timer == nil {
		l.timer = time.AfterFunc(d, func() {})
	}
	l.active = true
	l.rounds.Add(1)
}

func (l *lingering) end() {
	if l.active {
		l.timer.Stop()
	}
}

func (l *lingering) cancel() {
	if l.rounds.Load() > 0 {
		l.timer.Stop()
	}
}

func (l *lingering) quiet() {
	if !l.active {
		return
	}
	l.timer.Stop()
}
