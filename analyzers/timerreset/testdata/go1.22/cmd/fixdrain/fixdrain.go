// Package fixdrain has drains that a suggested fix makes right.
package main

import "time"

// row 06: the value was received.
func received(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
		case v := <-ch:
			if v < 0 {
				return
			}
		}
		if !t.Stop() {
			<-t.C // want "blocks for ever: the value was already received"
		}
		t.Reset(d)
	}
}

// row 07: stopped twice.
func stoppedTwice() {
	t := time.NewTimer(time.Hour)
	t.Stop()
	if !t.Stop() {
		<-t.C // want "blocks for ever: Stop at fixdrain.go"
	}
}

// row 08b: unconditional.
func unconditional(d time.Duration) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	<-t.C // want "blocks for ever: Stop at fixdrain.go"
	t.Reset(d)
	<-t.C
}

// row 17c: another goroutine may have taken it.
func shared(ch, done chan struct{}, d time.Duration) {
	t := time.NewTimer(d)
	go func() {
		select {
		case <-t.C:
		case <-done:
		}
	}()
	<-ch
	if !t.Stop() {
		<-t.C // want "blocks for ever when the goroutine started at fixdrain.go"
	}
	close(done)
}

// row 19b: deferred.
func deferred(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	defer func() {
		if !t.Stop() {
			<-t.C // want "blocks for ever: the value was already received"
		}
	}()
	select {
	case <-t.C:
	case <-ch:
	}
}

func main() {}
