// Package pool keeps timers in a sync.Pool.
package pool

import (
	"sync"
	"time"
)

var pool sync.Pool

// row 20c: a value may wait in the channel of the pooled timer.
func putStopped(t *time.Timer) {
	t.Stop()
	pool.Put(t) // want "goes into the pool after a Stop without drain"
}

// row 20c: the same in one function.
func roundTrip(ch chan int, d time.Duration) {
	t, ok := pool.Get().(*time.Timer)
	if ok {
		t.Reset(d)
	} else {
		t = time.NewTimer(d)
	}
	select {
	case <-t.C:
	case <-ch:
		t.Stop()
		pool.Put(t) // want "goes into the pool after a Stop without drain"
	}
}

// row 20c, the right way: only a timer that Stop really stopped is kept.
func putIfStopped(t *time.Timer) {
	if t.Stop() {
		pool.Put(t)
	}
}

// row 20c, the right way: drained without blocking.
func putDrained(t *time.Timer) {
	if !t.Stop() {
		select {
		case <-t.C:
		default:
		}
	}
	pool.Put(t)
}

func get(d time.Duration) *time.Timer {
	if v := pool.Get(); v != nil {
		t := v.(*time.Timer)
		t.Reset(d)
		return t
	}
	return time.NewTimer(d)
}

func put(t *time.Timer) {
	if !t.Stop() {
		<-t.C
	}
	pool.Put(t)
}

// row 20d: the value was received before the timer goes back.
func waitAndPut(d time.Duration) {
	t := get(d)
	<-t.C
	put(t) // want "in put, .*blocks for ever: the value was already received"
}

// row 20d: one of the cases received it.
func selectAndPut(ch chan int, d time.Duration) {
	t := get(d)
	defer put(t) // want "in put, .*blocks for ever: the value was already received"
	select {
	case <-t.C:
	case <-ch:
	}
}

// row 20d: a new timer, received, and drained on its way into the pool.
func fresh(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	if !t.Stop() {
		<-t.C // want "blocks for ever: the value was already received"
	}
	pool.Put(t)
}

// row 20d, the right way: what was received goes back as it is.
func receivedAndPut(ch chan int, d time.Duration) {
	t := get(d)
	select {
	case <-t.C:
		pool.Put(t)
	case <-ch:
		put(t)
	}
}

// row 20d, the right way: drained without blocking.
func selectAndPutDrained(ch chan int, d time.Duration) {
	t := get(d)
	defer putDrained(t)
	select {
	case <-t.C:
	case <-ch:
	}
}
