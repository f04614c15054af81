// Package reset calls Reset on timers that may have fired.
package reset

import (
	"errors"
	"log"
	"time"
)

// row 01: running, and perhaps fired meanwhile.
func running(d time.Duration) {
	t := time.NewTimer(d)
	work()
	t.Reset(d)
	<-t.C
}

// row 01: the usual debounce, without Stop.
func debounce(in, out chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case v := <-in:
			if v < 0 {
				return
			}
			t.Reset(d)
		case <-t.C:
			out <- 1
			t.Reset(d)
		}
	}
}

// row 01, the right way: no time has passed since the timer was made.
func atOnce() {
	t := time.NewTimer(time.Hour)
	t.Reset(time.Minute)
	<-t.C
}

// row 01, the right way: stopped and drained.
func debounceDrained(in, out chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case v := <-in:
			if v < 0 {
				return
			}
			if !t.Stop() {
				<-t.C
			}
			t.Reset(d)
		case <-t.C:
			out <- 1
			t.Reset(d)
		}
	}
}

// row 02: fired, its value not received.
func expired(d time.Duration) {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	t.Reset(d)
	<-t.C
}

// row 02: a timer of 0 fires at once.
func zero(d time.Duration) {
	t := time.NewTimer(0)
	time.Sleep(time.Millisecond)
	t.Reset(d)
	<-t.C
}

// row 02, the right way: received.
func expiredReceived(d time.Duration) {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	<-t.C
	t.Reset(d)
	<-t.C
}

// row 03: stopped, but not drained.
func stopped(d time.Duration) {
	t := time.NewTimer(d)
	work()
	t.Stop()
	t.Reset(d)
	<-t.C
}

// row 03: in a loop.
func stoppedInLoop(in, out chan int, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		select {
		case <-in:
			t.Stop()
			t.Reset(d)
		case <-t.C:
			out <- 1
			return
		}
	}
}

// row 03, the right way: drained, without blocking.
func stoppedDrained(d time.Duration) {
	t := time.NewTimer(d)
	work()
	if !t.Stop() {
		select {
		case <-t.C:
		default:
		}
	}
	t.Reset(d)
	<-t.C
}

// row 03, the right way: stopped before it could fire.
func stoppedAtOnce(d time.Duration) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	t.Reset(d)
	<-t.C
}

// row 03, the right way: only the path on which Stop prevented the value.
func stoppedInTime(d time.Duration) {
	t := time.NewTimer(d)
	work()
	if t.Stop() {
		t.Reset(d)
		<-t.C
	}
}

// row 11: Reset's result does not tell whether a value waits.
func drainAfterReset(d time.Duration) {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	if !t.Reset(d) {
		<-t.C
	}
}

// row 11, the right way: drain, then Reset.
func drainBeforeReset(d time.Duration) {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	if !t.Stop() {
		<-t.C
	}
	t.Reset(d)
	<-t.C
}

// row 11b: the value was received, so this waits for the new one.
func swallowsReceived(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	if !t.Reset(d) {
		<-t.C // want "swallows"
	}
}

// row 11b: the timer was stopped.
func swallowsStopped(d time.Duration) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	if !t.Reset(d) {
		<-t.C // want "swallows"
	}
}

// row 11b: by a variable.
func swallowsVariable(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	active := t.Reset(d)
	if !active {
		<-t.C // want "swallows"
	}
}

// row 11b, the right way: the wait for the new timeout is meant.
func waitsForBoth(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	t.Reset(d)
	<-t.C
}

// row 11d: a panic depends on the result.
func invariant(t *time.Timer, d time.Duration) {
	if t.Reset(d) { // want "Reset's result is not reliable.*a panic"
		panic("timer was active")
	}
}

// row 11d: an error depends on the result.
func invariantError(t *time.Timer, d time.Duration) error {
	if t.Reset(d) { // want "Reset's result is not reliable.*an error"
		return errors.New("timer was active")
	}
	return nil
}

// row 11d: the end of the process depends on the result.
func invariantFatal(t *time.Timer, d time.Duration) {
	if active := t.Reset(d); active { // want "Reset's result is not reliable.*Fatal"
		log.Fatal("timer was active")
	}
}

// row 11d, the right way: the result is only counted.
func counted(t *time.Timer, d time.Duration) {
	if t.Reset(d) {
		renewed++
	}
}

// row 11d: of an AfterFunc timer the result is exact.
func afterFunc(d time.Duration) {
	t := time.AfterFunc(d, work)
	if !t.Reset(d) {
		panic("fired already")
	}
}

// row 15e: a duration that is not positive fires at once.
func atOncePlease(d time.Duration) {
	t := time.NewTimer(0)
	<-t.C
	t.Reset(-1)
	<-t.C
	t.Reset(0)
	<-t.C
}

// row 18: Reset in the case that received.
func inItsCase(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			work()
			t.Reset(d)
		case <-ch:
			return
		}
	}
}

// row 18: the timer is made before the loop that first waits for it.
func receiveReset(d time.Duration) {
	t := time.NewTimer(d)
	for {
		<-t.C
		work()
		t.Reset(d)
	}
}

var renewed int

func work() {}
