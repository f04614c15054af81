// Package known has conditions of which the code around says enough.
package known

import (
	"errors"
	"fmt"
	"time"
)

// Pace bounds the divisor.
func Pace(perSecond int) *time.Ticker {
	if perSecond < 1 || perSecond > 1000 {
		perSecond = 10
	}
	return time.NewTicker(time.Duration(1000/perSecond) * time.Millisecond)
}

// PaceTwice bounds it from above and from below.
func PaceTwice(n int) *time.Ticker {
	if n <= 0 {
		n = 1
	}
	if n > 100 {
		n = 100
	}
	return time.NewTicker(time.Duration(100/n) * time.Millisecond)
}

// PaceCase chooses one of a few.
func PaceCase(speed string) *time.Ticker {
	n := 1
	switch speed {
	case "fast":
		n = 100
	case "slow":
		n = 2
	}
	return time.NewTicker(time.Second / time.Duration(n) / time.Duration(1000/n))
}

// PaceMin takes the smaller one.
func PaceMin(n int) *time.Ticker {
	return time.NewTicker(time.Duration(1000/min(n, 50)) * time.Millisecond)
}

// PaceAny has two that nobody bounds.
func PaceAny(a, b int, second bool) *time.Ticker {
	n := a
	if second {
		n = b
	}
	return time.NewTicker(time.Duration(1000/n) * time.Millisecond) // want `the quotient at known.go:\d+ is 0 when the divisor is more than 1000`
}

type failure struct{ code int }

func (*failure) Error() string { return "failure" }

// Get drains only where nothing was received.
func Get(in <-chan int) (v int, err error) {
	t := time.NewTimer(time.Second)
	defer func() {
		if !t.Stop() && err == nil {
			<-t.C
		}
	}()
	select {
	case v = <-in:
		return v, nil
	case <-t.C:
		return 0, errors.New("timeout")
	}
}

// GetErrorf has another error.
func GetErrorf(in <-chan int) (v int, err error) {
	t := time.NewTimer(time.Second)
	defer func() {
		if err != nil {
			return
		}
		if !t.Stop() {
			<-t.C
		}
	}()
	select {
	case v = <-in:
	case at := <-t.C:
		err = fmt.Errorf("timeout at %v", at)
	}
	return
}

// GetType has an error of its own.
func GetType(in <-chan int) (v int, err error) {
	t := time.NewTimer(time.Second)
	defer func() {
		if err == nil && !t.Stop() {
			<-t.C
		}
	}()
	select {
	case v = <-in:
		return v, nil
	case <-t.C:
		return 0, &failure{1}
	}
}

// GetLater tests a local.
func GetLater(in <-chan int) error {
	t := time.NewTimer(time.Second)
	var late error
	select {
	case <-in:
	case <-t.C:
		late = errors.New("late")
	}
	if late == nil && !t.Stop() {
		<-t.C
	}
	return late
}

// GetWrong tests it the wrong way round.
func GetWrong(in <-chan int) (v int, err error) {
	t := time.NewTimer(time.Second)
	defer func() {
		if !t.Stop() && err != nil {
			<-t.C // want `<-t.C blocks for ever: the value was already received`
		}
	}()
	select {
	case v = <-in:
		return v, nil
	case <-t.C:
		return 0, errors.New("timeout")
	}
}

// late waits for a timer that it was given and stops: since Go 1.23 nothing can come.
func late(t *time.Timer, in <-chan int) int {
	t.Stop()
	select {
	case v := <-in:
		return v
	case <-t.C: // want `this case never runs: the timer is stopped`
		return 0
	}
}

type guard struct {
	t  *time.Timer
	in chan int
}

// Wait stops the timer of a field.
func (g *guard) Wait() int {
	stopped := g.t.Stop()
	println(stopped)
	select {
	case v := <-g.in:
		return v
	case <-g.t.C: // want `this case never runs`
		return 0
	}
}

// twice stops on either way.
func twice(t *time.Timer, in <-chan int, log func(bool)) int {
	if t.Stop() {
		log(true)
	} else {
		log(false)
	}
	select {
	case v := <-in:
		return v
	case <-t.C: // want `this case never runs`
		return 0
	}
}

// once stops on one way only.
func once(t *time.Timer, in <-chan int, stop bool) int {
	if stop {
		t.Stop()
	}
	select {
	case v := <-in:
		return v
	case <-t.C:
		return 0
	}
}

// again arms it.
func again(t *time.Timer, in <-chan int) int {
	t.Stop()
	t.Reset(time.Second)
	select {
	case v := <-in:
		return v
	case <-t.C:
		return 0
	}
}

// grace waits for an alarm that was cancelled, and for a while: the while is enough.
func grace(alarm *time.Timer, d time.Duration) {
	alarm.Stop()
	select {
	case <-alarm.C:
	case <-time.After(d):
	}
}

// or has a second timer.
func (g *guard) or(other *time.Timer) {
	g.t.Stop()
	select {
	case <-g.t.C:
	case <-other.C:
	case <-g.in:
	}
}

// ticks goes on by a ticker.
func ticks(alarm *time.Timer, every *time.Ticker, done func() bool) {
	alarm.Stop()
	for !done() {
		select {
		case <-alarm.C:
			return
		case <-every.C:
		}
	}
}
