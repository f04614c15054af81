// Package alias gives timers and their channels other names.
package main

import "time"

// row 23: the channel stays the same across Reset.
func channel(d time.Duration) {
	t := time.NewTimer(d)
	c := t.C
	<-c
	t.Reset(d)
	<-c
}

// row 06: received under another name.
func received(d time.Duration) {
	t := time.NewTimer(d)
	c := t.C
	<-c
	if !t.Stop() {
		<-c // want "<-c blocks for ever: the value was already received"
	}
}

// row 06: two names of one timer.
func twoNames(d time.Duration) {
	t := time.NewTimer(d)
	u := t
	<-u.C
	if !t.Stop() {
		<-t.C // want "blocks for ever: the value was already received"
	}
}

// row 06, the right way: two timers.
func twoTimers(d time.Duration) {
	t := time.NewTimer(d)
	u := time.NewTimer(d)
	<-u.C
	if !t.Stop() {
		<-t.C
	}
}

// row 01: under another name.
func reset(d time.Duration) {
	t := time.NewTimer(d)
	u := t
	work()
	u.Reset(d) // want "stale"
	<-t.C
}

// row 06, the right way: the variable holds another timer by then.
func replaced(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	t = time.NewTimer(d)
	if !t.Stop() {
		<-t.C
	}
}

// row 06: a channel of another direction type.
func directed(d time.Duration) {
	t := time.NewTimer(d)
	type ticks <-chan time.Time
	c := ticks(t.C)
	<-c
	<-t.C // want "blocks for ever: the value was already received"
}

func work() {}

func main() {}
