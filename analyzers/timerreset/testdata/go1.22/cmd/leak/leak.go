// Package leak leaves timers behind.
package main

import "time"

// row 22: a timer of an hour for each message.
func after(ch chan int) {
	for {
		select {
		case v := <-ch:
			total += v
		case <-time.After(time.Hour): // want "time.After in a loop leaves a timer of 1h0m0s behind"
			return
		}
	}
}

// row 22, the right way: one timer.
func timer(ch chan int) {
	t := time.NewTimer(time.Hour)
	defer t.Stop()
	for {
		select {
		case v := <-ch:
			total += v
		case <-t.C:
			return
		}
	}
}

// row 22, the right way: the other case returns.
func afterOnce(ch chan int) {
	for {
		select {
		case v := <-ch:
			total += v
			return
		case <-time.After(time.Hour):
			total++
		}
	}
}

// row 22, the right way: no loop.
func afterNoLoop(ch chan int) {
	select {
	case v := <-ch:
		total += v
	case <-time.After(time.Hour):
	}
}

// row 22, the right way: gone after a moment.
func afterShort(ch chan int) {
	for {
		select {
		case v := <-ch:
			total += v
		case <-time.After(10 * time.Millisecond):
			return
		}
	}
}

// row 22, the right way: one channel for all rounds.
func afterOutside(ch chan int) {
	timeout := time.After(time.Hour)
	for {
		select {
		case v := <-ch:
			total += v
		case <-timeout:
			return
		}
	}
}

// row 22b: the ticker of time.Tick lives on.
func tick(ch chan int) {
	c := time.Tick(time.Second) // want "time.Tick is never stopped"
	for range 3 {
		<-c
		ch <- 1
	}
}

// row 22b: so does this one.
func ticker(ch chan int, d time.Duration) {
	t := time.NewTicker(d) // want "the ticker is never stopped, and ticker returns"
	for {
		select {
		case <-t.C:
			total++
		case <-ch:
			return
		}
	}
}

// row 22b, the right way: stopped.
func tickerStopped(ch chan int, d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			total++
		case <-ch:
			return
		}
	}
}

// row 22b, the right way: the function never returns.
func tickForEver() {
	for range time.Tick(time.Second) {
		total++
	}
}

// row 22b, the right way: the caller gets it.
func tickerGiven(d time.Duration) *time.Ticker {
	t := time.NewTicker(d)
	<-t.C
	return t
}

var total int

func main() {}
