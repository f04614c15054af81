// Package interval gives tickers intervals that are not positive.
package interval

import (
	"math/rand"
	"time"
)

// row 15: a ticker of 0.
func zero() {
	t := time.NewTicker(0) // want "time.NewTicker panics: the interval is not positive"
	defer t.Stop()
}

// row 15: a negative one.
func negative() {
	t := time.NewTicker(-time.Second) // want "time.NewTicker panics"
	defer t.Stop()
}

// row 15: Reset to 0.
func reset() {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	t.Reset(0) // want "Ticker.Reset panics: the interval is not positive"
}

// row 15: a variable that is still 0 on one path.
func unset(fast bool) {
	var d time.Duration
	if fast {
		d = time.Second
	}
	t := time.NewTicker(d) // want "time.NewTicker panics: the interval can be 0 here"
	defer t.Stop()
}

// row 15: a function that is given 0.
func given() {
	start(0) // want "in start, time.NewTicker panics: the interval can be 0 here"
}

func start(d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop()
}

// row 15: a random number that may be 0.
func jitter() {
	d := time.Duration(rand.Intn(10)) * time.Second
	t := time.NewTicker(d) // want "panics when the interval is 0.*random"
	defer t.Stop()
}

// row 15, the right way: one more than the random number.
func jitterFromOne() {
	d := time.Duration(rand.Intn(10)+1) * time.Second
	t := time.NewTicker(d)
	defer t.Stop()
}

// row 15, the right way: tested.
func tested(d time.Duration) {
	if d <= 0 {
		d = time.Second
	}
	t := time.NewTicker(d)
	defer t.Stop()
	t.Reset(2 * d)
}

// row 15, the right way: every path sets it.
func set(fast bool) {
	var d time.Duration
	if fast {
		d = time.Second
	} else {
		d = time.Minute
	}
	t := time.NewTicker(d)
	defer t.Stop()
}

// row 15d: time.Tick gives nil.
func tick() {
	<-time.Tick(0) // want "time.Tick returns nil.*blocks for ever"
}

// row 15d, the right way.
func tickPositive(ch chan int) {
	for range time.Tick(time.Second) {
		ch <- 1
	}
}

// row 15e: for timers, a duration that is not positive is none.
func timer() {
	t := time.NewTimer(-1)
	<-t.C
	t.Reset(0)
	<-t.C
}
