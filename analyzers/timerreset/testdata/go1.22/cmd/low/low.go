// Package low holds what is only reported with the flag low.
package main

import "time"

// row 09b: it may fire between the drain and Reset.
func drainWithoutStop(d time.Duration) {
	t := time.NewTimer(d)
	work()
	select {
	case <-t.C:
	default:
	}
	t.Reset(d) // want "stale"
	<-t.C
}

// row 09b, the right way.
func drainAfterStop(d time.Duration) {
	t := time.NewTimer(d)
	work()
	t.Stop()
	select {
	case <-t.C:
	default:
	}
	t.Reset(d)
	<-t.C
}

// row 10: the value may be on its way.
func length(d time.Duration) {
	t := time.NewTimer(d)
	work()
	t.Stop()
	if len(t.C) > 0 { // want "len.C. can be 0 while the value is on its way"
		<-t.C
	}
}

// row 14: a copy that is only received from.
func copied(d time.Duration) {
	t := *time.NewTimer(d) // want "copy of a time.Timer"
	<-t.C
}

// row 14, the right way.
func pointer(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
}

// row 16: a tick may be pending.
func ticker(d time.Duration) {
	t := time.NewTicker(time.Millisecond)
	defer t.Stop()
	time.Sleep(10 * time.Millisecond)
	t.Reset(d) // want "old tick"
	<-t.C
}

// row 16, the right way: the pending tick is dropped.
func tickerDrained(d time.Duration) {
	t := time.NewTicker(time.Millisecond)
	defer t.Stop()
	time.Sleep(10 * time.Millisecond)
	t.Stop()
	select {
	case <-t.C:
	default:
	}
	t.Reset(d)
	<-t.C
}

func work() {}

func main() {}
