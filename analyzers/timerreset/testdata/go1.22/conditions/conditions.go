// Package conditions tests one thing twice, in other words.
package conditions

import "time"

type state struct {
	n       int
	q       []int
	running bool
}

func length(q []int, d time.Duration) {
	t := time.NewTimer(d)
	if len(q) > 0 {
		<-t.C
	}
	if len(q) == 0 {
		<-t.C
	}
}

func text(mode string, d time.Duration) {
	t := time.NewTimer(d)
	if mode == "keep" {
		<-t.C
	}
	if mode != "keep" {
		<-t.C
	}
}

func number(n int, d time.Duration) {
	t := time.NewTimer(d)
	if n > 0 {
		<-t.C
	}
	if n <= 0 {
		<-t.C
	}
}

func unsigned(n uint, d time.Duration) {
	t := time.NewTimer(d)
	if n > 0 {
		<-t.C
	}
	if n == 0 {
		<-t.C
	}
}

func field(s *state, d time.Duration) {
	t := time.NewTimer(d)
	if s.n > 0 {
		<-t.C
	}
	println()
	if s.n <= 0 {
		<-t.C
	}
}

func fieldLength(s *state, d time.Duration) {
	t := time.NewTimer(d)
	if len(s.q) != 0 {
		<-t.C
		return
	}
	if len(s.q) < 1 {
		<-t.C
	}
}

func drainUnless(t *time.Timer, n int) {
	if n <= 0 {
		<-t.C
	}
}

func callee(n int, d time.Duration) {
	t := time.NewTimer(d)
	if n > 0 {
		<-t.C
	}
	drainUnless(t, n)
}

// noChannel drains a timer of AfterFunc only if it had a channel.
func noChannel(f func(), work chan int) {
	t := time.AfterFunc(time.Second, f)
	<-work
	if !t.Stop() && t.C != nil {
		<-t.C
	}
}

func noChannelElse(f func(), work chan int) {
	t := time.AfterFunc(time.Second, f)
	<-work
	if t.C == nil {
		t.Stop()
	} else if !t.Stop() {
		<-t.C
	}
}

func overlapping(n int, d time.Duration) {
	t := time.NewTimer(d)
	if n > 0 {
		<-t.C
	}
	if n > 5 {
		<-t.C // want "blocks for ever: the value was already received"
	}
}

func changed(s *state, d time.Duration) {
	t := time.NewTimer(d)
	if s.n > 0 {
		<-t.C
	}
	s.n = 0
	if s.n <= 0 {
		<-t.C // want "blocks for ever: the value was already received"
	}
}

// rounds tests the field again in each round: others may have changed it.
func rounds(s *state, d time.Duration) {
	t := time.NewTimer(d)
	for s.running {
		println()
	}
	<-t.C
	<-t.C // want "blocks for ever: the value was already received"
}

// A method that only computes tells the same when it is asked again.
func deadline(at time.Time, in chan int) {
	var t *time.Timer
	if !at.IsZero() {
		t = time.NewTimer(time.Until(at))
	}
	if at.IsZero() {
		<-in
		return
	}
	<-t.C
}

type clock int64

func (c clock) isZero() bool { return c == 0 }

type stream struct{ deadline clock }

func (s *stream) wait(in chan int) {
	var t *time.Timer
	if !s.deadline.isZero() {
		t = time.NewTimer(time.Duration(s.deadline))
	}
	if s.deadline.isZero() {
		<-in
	} else {
		<-t.C
	}
}

func after(at, limit time.Time, in chan int) {
	t := time.NewTimer(time.Hour)
	if at.After(limit) {
		<-t.C
	}
	if !at.After(limit) {
		<-t.C
	}
	if limit.After(at) {
		<-t.C // want "blocks for ever: the value was already received"
	}
}
