// Package use gives timers to another package.
package use

import (
	"time"

	"example.com/new/across/timers"
)

// row 06: in the other package.
func received(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	timers.StopAndDrain(t) // want "StopAndDrain blocks for ever at its receive in timers.go.*: the value was already received"
}

// row 06: two functions down.
func receivedTwoDown(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
		case <-ch:
		}
		timers.Restart(d, t) // want "Restart blocks for ever.*: the value was already received"
	}
}

// row 06: a method.
func method(s *timers.Stopper, d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	s.Stop(t) // want "Stop blocks for ever.*: the value was already received"
}

// row 06, the right way.
func returned(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
			return
		case <-ch:
		}
		timers.Restart(d, t)
	}
}

// row 06, the right way: the helper does not block.
func nonBlocking(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
		case <-ch:
		}
		timers.Drain(t)
		t.Reset(d)
	}
}

// row 03: the helper stops, and does not drain.
func stopped(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	<-ch
	timers.Stop(t)
	t.Reset(d)
	<-t.C
}

// row 03, the right way: its result decides.
func stoppedDrained(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	<-ch
	if !timers.Stop(t) {
		<-t.C
	}
	t.Reset(d)
	<-t.C
}

// row 15: a random interval of another package.
func jitter() {
	t := time.NewTicker(timers.Jitter(10)) // want "panics when the interval is 0.*random"
	defer t.Stop()
}

// row 15, the right way.
func atLeast() {
	t := time.NewTicker(timers.AtLeast(10))
	defer t.Stop()
}

// The helper's own fault is told here, too: it may be a library's.
func never(d time.Duration) {
	timers.Never(time.NewTimer(d)) // want "^Never blocks for ever at its receive in timers.go:[0-9]+$"
}

// A constant of another package.
func off() {
	t := time.NewTicker(timers.Off()) // want "panics when the interval is 0, and Off, called at use.go:[0-9]+, returns nothing else"
	defer t.Stop()
}

func often() {
	t := time.NewTicker(timers.Often())
	defer t.Stop()
}

// A helper of another package, and a timer without a channel.
func awaitFunc(d time.Duration, f func()) {
	timers.Await(time.AfterFunc(d, f)) // want "^Await blocks for ever at its receive in timers.go:[0-9]+$"
}

func drainFunc(d time.Duration, f func()) {
	t := time.AfterFunc(d, f)
	timers.StopAndDrain(t) // want "^StopAndDrain blocks for ever at its receive in timers.go:[0-9]+$"
}

func stopFunc(d time.Duration, f func()) {
	t := time.AfterFunc(d, f)
	timers.Drain(t)
	timers.Stop(t)
	t.Reset(d)
}
