// Command kept leaves timers behind, which Go before 1.23 keeps.
package main

import (
	"errors"
	"sync"
	"time"
)

func work() error { return nil }

func early(d time.Duration) error {
	t := time.NewTicker(d) // want `the timer is not stopped when early returns at main.go:15`
	if err := work(); err != nil {
		return err
	}
	defer t.Stop()
	<-t.C
	return nil
}

func oneWay(d time.Duration, quit chan bool) error {
	t := time.NewTicker(d) // want `the timer is not stopped when oneWay returns at main.go:28`
	for {
		select {
		case <-t.C:
			if work() != nil {
				return errors.New("work")
			}
		case <-quit:
			t.Stop()
			return nil
		}
	}
}

func long(done chan bool) bool {
	t := time.NewTimer(time.Hour) // want `the timer is not stopped when long returns at main.go:42`
	select {
	case v := <-done:
		if v {
			return true
		}
	case <-t.C:
	}
	t.Stop()
	return false
}

func right(d time.Duration) error {
	t := time.NewTicker(d)
	defer t.Stop()
	if err := work(); err != nil {
		return err
	}
	<-t.C
	return nil
}

func each(d time.Duration) error {
	t := time.NewTicker(d)
	if err := work(); err != nil {
		t.Stop()
		return err
	}
	t.Stop()
	return nil
}

// A short one is soon gone.
func short(done chan bool) bool {
	t := time.NewTimer(time.Second)
	select {
	case v := <-done:
		if v {
			return true
		}
	case <-t.C:
	}
	t.Stop()
	return false
}

type owner struct{ t *time.Ticker }

func (o *owner) take(d time.Duration) error {
	t := time.NewTicker(d)
	if work() != nil {
		t.Stop()
		return errors.New("work")
	}
	o.t = t
	return nil
}

func given(d time.Duration) *time.Ticker {
	t := time.NewTicker(d)
	if work() != nil {
		t.Stop()
		return nil
	}
	return t
}

func wrapped(d time.Duration) *owner {
	t := time.NewTicker(d)
	if work() != nil {
		t.Stop()
		return nil
	}
	return &owner{t}
}

var idle = 5 * time.Minute

const limit = time.Hour

func after(msgs chan int) {
	for {
		select {
		case <-msgs:
		case <-time.After(idle): // want `time.After in a loop leaves a timer of 5m0s behind`
			return
		}
	}
}

func afterField(msgs chan int, w waiter) {
	for {
		select {
		case <-msgs:
		case <-time.After(w.most): // want `time.After in a loop leaves a timer of 2h0m0s behind`
			return
		}
	}
}

type waiter struct{ most, some time.Duration }

func newWaiter(d time.Duration) waiter { return waiter{most: 2 * time.Hour, some: d} }

func afterSome(msgs chan int, w waiter) {
	for {
		select {
		case <-msgs:
		case <-time.After(w.some):
			return
		}
	}
}

func perRound(msgs chan int) {
	for {
		t := time.NewTimer(limit) // want `time.NewTimer in a loop leaves a timer of 1h0m0s behind`
		select {
		case <-msgs:
		case <-t.C:
			return
		}
	}
}

func perRoundStopped(msgs chan int) {
	for {
		t := time.NewTimer(limit)
		select {
		case <-msgs:
			t.Stop()
		case <-t.C:
			return
		}
	}
}

var pool = sync.Pool{New: func() any { return time.NewTimer(time.Hour) }}

func pooled(done chan bool, d time.Duration) {
	t := time.NewTimer(d)
	select {
	case <-done:
	case <-t.C:
		return
	}
	pool.Put(t) // want `the timer armed at main.go:\d+ goes into the pool while it runs`
}

func pooledRight(done chan bool, d time.Duration) {
	t := time.NewTimer(d)
	select {
	case <-done:
		if !t.Stop() {
			<-t.C
		}
	case <-t.C:
	}
	pool.Put(t)
}

func retry(quit chan bool) {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	for {
		if work() == nil {
			return
		}
		select {
		case <-t.C: // want `this case runs once: the timer is never Reset`
		case <-quit:
			return
		}
	}
}

func sends(out chan int) {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	for {
		n := next()
		select {
		case <-t.C: // want `this case runs once: the timer is never Reset`
		case out <- n:
			return
		}
	}
}

func next() int { return 1 }

func waits(quit chan bool) {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-quit:
			return
		}
	}
}

func rearms(quit chan bool) {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	for {
		if work() == nil {
			return
		}
		select {
		case <-t.C:
			t.Reset(time.Second)
		case <-quit:
			return
		}
	}
}

// A ticker by value that nothing makes.
type zeroed struct{ tick time.Ticker }

func (z *zeroed) restart() { z.tick.Reset(time.Second) } // want `Reset panics: the time.Ticker is a zero value`

func (z *zeroed) halt() { z.tick.Stop() }

func main() {}

func implicit(d time.Duration, quit chan bool) {
	t := time.NewTicker(d) // want `the timer is not stopped when implicit returns at main.go:273`
	select {
	case <-quit:
		t.Stop()
	case <-t.C:
	}
}
