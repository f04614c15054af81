// Package zero uses timers that no constructor made.
package zero

import "time"

// row 13: Stop of a zero timer.
func stop() {
	var t time.Timer
	t.Stop() // want "panics: the time.Timer is a zero value"
}

// row 13: the same by a literal.
func stopLiteral() {
	t := &time.Timer{}
	t.Stop() // want "panics: the time.Timer is a zero value"
}

// row 13b: Reset of a zero timer.
func reset(d time.Duration) {
	t := new(time.Timer)
	t.Reset(d) // want "panics: the time.Timer is a zero value"
}

type retry struct {
	name  string
	timer time.Timer
}

// row 13b: a field that nothing ever makes.
func (r *retry) again(d time.Duration) {
	r.timer.Reset(d) // want "panics: the time.Timer is a zero value"
}

// row 13, row 13b, the right way.
func made(d time.Duration) {
	t := new(time.Timer)
	t = time.NewTimer(d)
	<-t.C
	t.Reset(0)
	t.Stop()
}

// row 13c: nil.
func stopNil() {
	var t *time.Timer
	t.Stop() // want "panics: the [*]time.Timer is nil"
}

// row 13c: nil on one path.
func resetNil(d time.Duration) {
	var t *time.Timer
	if d > 0 {
		t = time.NewTimer(d)
		<-t.C
	}
	t.Reset(d) // want "panics: the [*]time.Timer is nil"
}

// row 13c: its channel.
func receiveNil() {
	var t *time.Timer
	<-t.C // want "panics: the [*]time.Timer is nil"
}

// row 13c, the right way: tested.
func stopTested(d time.Duration) {
	var t *time.Timer
	if d > 0 {
		t = time.NewTimer(d)
	}
	if t != nil {
		t.Stop()
	}
}

// row 13c, the right way: the same condition decides.
func stopCorrelated(d time.Duration) {
	var t *time.Timer
	if d > 0 {
		t = time.NewTimer(d)
	}
	work()
	if d > 0 {
		t.Stop()
	}
}

// row 13c, the right way: a nil channel for no timeout.
func optional(ch chan int, d time.Duration) {
	var timeout <-chan time.Time
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		timeout = t.C
	}
	select {
	case <-timeout:
	case <-ch:
	}
}

// row 13e: a receive from a zero timer.
func receive() {
	var t time.Timer
	<-t.C // want "blocks for ever: the timer is a zero value"
}

// row 13e, the right way: as one of several cases it is merely never ready.
func receiveSelect(ch chan int) {
	var t time.Timer
	select {
	case <-t.C:
	case <-ch:
	}
}

// row 13f: Stop of a zero ticker does nothing.
func stopTicker() {
	var t time.Ticker
	t.Stop()
}

// row 13g: Reset of a zero ticker.
func resetTicker(d time.Duration) {
	var t time.Ticker
	t.Reset(d) // want "panics: the time.Ticker is a zero value"
}

// row 13g, the right way.
func madeTicker(d time.Duration) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	t.Reset(d)
}

// row 13h: a mock with a channel of its own.
func mockStop() {
	ch := make(chan time.Time, 1)
	t := &time.Timer{C: ch}
	t.Stop() // want "panics: the time.Timer is a zero value"
}

// row 13h: Reset of the mock.
func mockReset(d time.Duration) {
	t := time.Timer{C: make(chan time.Time, 1)}
	t.Reset(d) // want "panics: the time.Timer is a zero value"
}

// row 13h, the right way: the mock is only received from.
func mockReceive() {
	ch := make(chan time.Time, 1)
	ch <- time.Time{}
	t := &time.Timer{C: ch}
	<-t.C
}

func work() {}
