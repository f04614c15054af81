// Package ends has loops that only a closed C would end: nobody closes it.
package ends

import (
	"sync"
	"time"
)

// Poll stops the ticker where it leaves the loop.
func Poll(f func() bool) int {
	t := time.NewTicker(time.Second)
	n := 0
	for range t.C {
		n++
		if f() {
			t.Stop()
			break
		}
	}
	return n
}

// PollOk asks whether C is closed.
func PollOk(f func() bool) {
	t := time.NewTicker(time.Second)
	for {
		_, ok := <-t.C
		if !ok {
			return
		}
		if f() {
			t.Stop()
			return
		}
	}
}

// PollCase asks in a select.
func PollCase(quit chan struct{}, f func()) {
	t := time.NewTicker(time.Second)
	for {
		select {
		case _, ok := <-t.C:
			if !ok {
				return
			}
			f()
		case <-quit:
			t.Stop()
			return
		}
	}
}

// PollOnce stops it in a literal.
func PollOnce(f func() bool) {
	t := time.NewTicker(time.Second)
	var once sync.Once
	done := func() { once.Do(f2) }
	for range t.C {
		if f() {
			t.Stop()
			done()
			return
		}
	}
}

func f2() {}

// PollLeft leaves without Stop on one way.
func PollLeft(f func() int) {
	t := time.NewTicker(time.Second) // want `the timer is not stopped when PollLeft returns`
	for range t.C {
		switch f() {
		case 1:
			t.Stop()
			return
		case 2:
			return
		}
	}
}

// Sometimes ranges forever, if at all.
func Sometimes(d time.Duration, f func()) {
	if d == 0 {
		f()
		return
	}
	t := time.NewTicker(d)
	for range t.C {
		f()
	}
}

// Background has a goroutine that runs as long as the ticker.
func Background(f func()) error {
	t := time.NewTicker(time.Second)
	go func() {
		for range t.C {
			f()
		}
	}()
	return nil
}

// BackgroundSelect has it in a select.
func BackgroundSelect(in chan int, f func(int)) {
	t := time.NewTicker(time.Second)
	go func() {
		for {
			select {
			case <-t.C:
				f(0)
			case v := <-in:
				f(v)
			}
		}
	}()
}

// BackgroundEnds has a goroutine that ends, and leaves the ticker.
func BackgroundEnds(quit chan struct{}, f func()) {
	t := time.NewTicker(time.Second) // want `the ticker is never stopped`
	go func() {
		for {
			select {
			case <-t.C:
				f()
			case <-quit:
				return
			}
		}
	}()
}
