// Package helper has functions of its own for timers.
package main

import "time"

func stopAndDrain(t *time.Timer) {
	if !t.Stop() {
		<-t.C
	}
}

func restart(t *time.Timer, d time.Duration) {
	stopAndDrain(t)
	t.Reset(d)
}

func drainIfAny(t *time.Timer) {
	if !t.Stop() {
		select {
		case <-t.C:
		default:
		}
	}
}

func tryStop(t *time.Timer) bool {
	return t.Stop()
}

// row 06: in the helper.
func received(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	stopAndDrain(t) // want "in stopAndDrain, .*blocks for ever: the value was already received"
}

// row 06: in the helper's helper.
func receivedTwoDown(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
		case <-ch:
		}
		restart(t, d) // want "in stopAndDrain, .*blocks for ever: the value was already received"
	}
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
		restart(t, d)
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
		drainIfAny(t)
		t.Reset(d)
	}
}

// row 07: the helper has stopped and drained it.
func twice(d time.Duration) {
	t := time.NewTimer(d)
	stopAndDrain(t)
	stopAndDrain(t) // want "in stopAndDrain, .*blocks for ever: Stop at"
}

// row 06: the helper gives Stop's result.
func tried(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	if !tryStop(t) {
		<-t.C // want "blocks for ever: the value was already received"
	}
}

// row 04: the same where it is right.
func triedRunning(d time.Duration) {
	t := time.NewTimer(d)
	work()
	if !tryStop(t) {
		<-t.C
	}
	t.Reset(d)
	<-t.C
}

// row 03: the helper stops, and does not drain.
func stopped(d time.Duration) {
	t := time.NewTimer(d)
	work()
	tryStop(t)
	t.Reset(d) // want "stale"
	<-t.C
}

// row 13c: the helper is given nil.
func none() {
	stopAndDrain(nil) // want "panics: the [*]time.Timer is nil"
}

func work() {}

func main() {}
