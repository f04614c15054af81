// Package closure uses timers in function literals.
package closure

import "time"

// row 06: the literal is called where the value was received.
func called(d time.Duration) {
	t := time.NewTimer(d)
	stop := func() {
		if !t.Stop() {
			<-t.C // want "blocks for ever: the value was already received"
		}
	}
	<-t.C
	stop()
}

// row 06, the right way: called while the timer runs.
func calledRunning(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	stop := func() {
		if !t.Stop() {
			<-t.C
		}
	}
	<-ch
	stop()
	t.Reset(d)
	<-t.C
}

// row 06: the literal received.
func waited(d time.Duration) {
	t := time.NewTimer(d)
	func() {
		<-t.C
	}()
	if !t.Stop() {
		<-t.C // want "blocks for ever: the value was already received"
	}
}

// row 06: the literal is given the timer.
func parameter(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	func(u *time.Timer) {
		if !u.Stop() {
			<-u.C // want "blocks for ever: the value was already received"
		}
	}(t)
}

// row 06, the right way: somebody else calls the literal, nobody knows when.
func given(register func(func()), d time.Duration) {
	t := time.NewTimer(d)
	register(func() { t.Reset(d) })
	<-t.C
	work()
	if !t.Stop() {
		<-t.C
	}
}

// row 06, the right way: the variable is replaced by a literal.
func replacedBy(register func(func()), d time.Duration) {
	t := time.NewTimer(d)
	register(func() { t = time.NewTimer(d) })
	<-t.C
	work()
	if !t.Stop() {
		<-t.C
	}
}

// row 01: in a literal.
func reset(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	<-ch
	func() {
		t.Reset(d) // want "stale"
	}()
	<-t.C
}

// row 06, the right way: a method value, called by others.
func methodValue(register func(func() bool), d time.Duration) {
	t := time.NewTimer(d)
	register(t.Stop)
	if !t.Stop() {
		select {
		case <-t.C:
		default:
		}
	}
}

// row 06, the right way: a method value of Reset.
func methodValueReset(register func(func(time.Duration) bool), d time.Duration) {
	t := time.NewTimer(d)
	register(t.Reset)
	<-t.C
	work()
	<-t.C
}

func work() {}
