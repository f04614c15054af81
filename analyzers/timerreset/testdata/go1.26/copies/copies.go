// Package copies copies timers by value.
package copies

import "time"

// row 14: the copy is only received from, which works.
func receive(d time.Duration) {
	t := *time.NewTimer(d)
	<-t.C
}

// row 14b: Stop of the copy.
func stop(d time.Duration) {
	t := *time.NewTimer(d) // want "copy of a time.Timer"
	t.Stop()
}

// row 14b, the right way: the pointer.
func stopPointer(d time.Duration) {
	t := time.NewTimer(d)
	t.Stop()
}

// row 14c: Reset of the copy.
func reset(d time.Duration) {
	t := *time.NewTimer(d) // want "copy of a time.Timer"
	<-t.C
	t.Reset(d)
	<-t.C
}

// row 14c, the right way: the pointer.
func resetPointer(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	t.Reset(d)
	<-t.C
}

// row 14d: Stop of a ticker's copy does not stop it.
func stopTicker(d time.Duration) {
	t := *time.NewTicker(d) // want "copy of a time.Ticker"
	defer t.Stop()
	<-t.C
}

// row 14d, the right way: the pointer.
func stopTickerPointer(d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop()
	<-t.C
}

type clock struct {
	time.Ticker
}

type alarm struct {
	timer time.Timer
}

// row 14e: a field of a struct by value.
func newClock(d time.Duration) *clock {
	return &clock{*time.NewTicker(d)} // want "copy of a time.Ticker"
}

// row 14e: by name.
func newAlarm(d time.Duration) *alarm {
	return &alarm{timer: *time.NewTimer(d)} // want "copy of a time.Timer"
}

// row 14e: by assignment.
func (a *alarm) set(d time.Duration) {
	a.timer = *time.NewTimer(d) // want "copy of a time.Timer"
}

type bell struct {
	timer *time.Timer
}

// row 14e, the right way: the field is a pointer.
func newBell(d time.Duration) *bell {
	return &bell{timer: time.NewTimer(d)}
}

// row 14e: out of the struct again.
func (a *alarm) get() time.Timer {
	return a.timer // want "copy of a time.Timer"
}

// row 14e: with the struct around it.
func duplicate(c *clock) {
	other := *c // want "copy of a time.Ticker"
	other.Stop()
}

type shared struct {
	*time.Timer
}

// row 14f: an embedded pointer is copied with its struct.
func duplicateShared(d time.Duration) {
	s := shared{time.NewTimer(d)}
	other := s
	<-s.C
	other.Stop()
}

// row 14f: an address is no copy.
func address(a *alarm) *time.Timer {
	t := &a.timer
	return t
}
