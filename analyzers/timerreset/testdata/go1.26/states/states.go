// Package states has variables that tell in which state a timer is, through the rounds of a loop.
package states

import (
	"context"
	"io"
	"os"
	"time"
)

type state int

const (
	idle state = iota
	busy
	done
)

// Run drains only where the timer was armed.
func Run(ev <-chan state) {
	t := time.NewTimer(time.Second)
	st := busy
	for {
		select {
		case n, ok := <-ev:
			if !ok || n != idle && n != busy {
				return
			}
			if st == busy && n == idle {
				if !t.Stop() {
					<-t.C
				}
			} else if st == idle && n == busy {
				t.Reset(time.Second)
			}
			st = n
		case <-t.C:
			st = idle
		}
	}
}

// Switch has three states.
func Switch(ev <-chan bool) {
	t := time.NewTimer(time.Second)
	st := busy
	for st != done {
		select {
		case more := <-ev:
			switch {
			case !more:
				st = done
			case st == idle:
				t.Reset(time.Second)
				st = busy
			}
		case <-t.C:
			st = idle
		}
		if st == busy && !t.Stop() {
			<-t.C
		} else if st == busy {
			st = idle
		}
	}
}

// Active has a flag.
func Active(ev <-chan bool) {
	t := time.NewTimer(time.Second)
	active := true
	for {
		select {
		case on, ok := <-ev:
			if !ok {
				return
			}
			if active && !on {
				if !t.Stop() {
					<-t.C
				}
			} else if !active && on {
				t.Reset(time.Second)
			}
			active = on
		case <-t.C:
			active = false
		}
	}
}

// Count has a number of those who wait.
func Count(ev <-chan int) {
	t := time.NewTimer(time.Second)
	waiting := 1
	for {
		select {
		case n, ok := <-ev:
			if !ok {
				return
			}
			if waiting > 0 && n <= 0 {
				if !t.Stop() {
					<-t.C
				}
			} else if waiting <= 0 && n > 0 {
				t.Reset(time.Second)
			}
			waiting = n
		case <-t.C:
			waiting = 0
		}
	}
}

// Wrong forgets to say that the timer has fired.
func Wrong(ev <-chan bool) {
	t := time.NewTimer(time.Second)
	active := true
	for {
		select {
		case on, ok := <-ev:
			if !ok {
				return
			}
			if active && !on {
				if !t.Stop() {
					<-t.C // want `<-t.C blocks for ever: the value was already received`
				}
			} else if !active && on {
				t.Reset(time.Second)
			}
			active = on
		case <-t.C:
		}
	}
}

func recv(in <-chan int, t *time.Timer) (int, error) {
	select {
	case v := <-in:
		return v, nil
	case <-t.C:
		return 0, os.ErrDeadlineExceeded
	}
}

func sentinel(in <-chan int) (int, error) {
	t := time.NewTimer(time.Second)
	v, err := recv(in, t)
	if err != nil {
		return 0, err
	}
	if !t.Stop() {
		<-t.C
	}
	return v, nil
}

var errLate error = late{}

type late struct{}

func (late) Error() string { return "late" }

// Own has an error of the package.
func Own(in <-chan int) (v int, err error) {
	t := time.NewTimer(time.Second)
	defer func() {
		if err != errLate && !t.Stop() && err == nil {
			<-t.C
		}
	}()
	select {
	case v = <-in:
	case <-t.C:
		err = errLate
	}
	return v, err
}

// Canceled has one of another package in a local.
func Canceled(in <-chan int) error {
	t := time.NewTimer(time.Second)
	var err error
	select {
	case <-in:
	case <-t.C:
		err = context.DeadlineExceeded
	}
	if err == nil {
		if !t.Stop() {
			<-t.C
		}
	}
	return err
}

// EOF tests it the wrong way round.
func EOF(in <-chan int) error {
	t := time.NewTimer(time.Second)
	var err error
	select {
	case <-in:
	case <-t.C:
		err = io.EOF
	}
	if err != nil && !t.Stop() {
		<-t.C // want `<-t.C blocks for ever: the value was already received`
	}
	return err
}

var last error

// Last has an error that others set, perhaps to nil.
func Last(in <-chan int) error {
	t := time.NewTimer(time.Second)
	var err error
	select {
	case <-in:
	case <-t.C:
		err = last
	}
	if err != nil {
		return err
	}
	if !t.Stop() {
		<-t.C // want `<-t.C blocks for ever: the value was already received`
	}
	return nil
}

// SetLast sets it.
func SetLast(err error) { last = err }
