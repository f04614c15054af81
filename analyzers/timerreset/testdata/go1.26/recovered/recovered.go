// Package recovered has panics that a deferred call recovers: the rest is skipped.
package recovered

import (
	"log"
	"time"
)

func late(t *time.Timer) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	<-t.C
	panic("late")
}

func guard() bool {
	t := time.NewTimer(time.Second)
	ok := late(t)
	if !t.Stop() {
		<-t.C // want `<-t.C blocks for ever: the value was already received`
	}
	return ok
}

// Swallow drains in the call that recovers.
func Swallow(in <-chan int, f func(int) bool) {
	t := time.NewTimer(time.Second)
	defer func() {
		recover()
		if !t.Stop() {
			<-t.C // want `<-t.C blocks for ever: the value was already received`
		}
	}()
	select {
	case v := <-in:
		f(v)
	case <-t.C:
		panic("timeout")
	}
}

func attempt(t *time.Timer, in <-chan int) {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
		}
	}()
	select {
	case <-in:
	case <-t.C:
		panic("timeout")
	}
}

func attempts(in <-chan int) {
	t := time.NewTimer(time.Second)
	attempt(t, in)
	if !t.Stop() {
		<-t.C // want `<-t.C blocks for ever: the value was already received`
	}
}

func never(t *time.Timer, in <-chan int) {
	defer log.Print("never")
	select {
	case <-in:
	case <-t.C:
		panic("timeout")
	}
}

func nevers(in <-chan int) {
	t := time.NewTimer(time.Second)
	never(t, in)
	if !t.Stop() {
		<-t.C
	}
}

func told(t *time.Timer, in <-chan int) (err any) {
	defer func() { err = recover() }()
	select {
	case <-in:
	case <-t.C:
		panic("timeout")
	}
	return nil
}

func tolds(in <-chan int) any {
	t := time.NewTimer(time.Second)
	err := told(t, in)
	if err == nil && !t.Stop() {
		<-t.C
	}
	return err
}

// Normal returns without a panic: recover then returns nil.
func Normal(in <-chan int, f func(int)) {
	t := time.NewTimer(time.Second)
	defer func() {
		if r := recover(); r == nil {
			return
		}
		if !t.Stop() {
			<-t.C
		}
	}()
	select {
	case v := <-in:
		f(v)
	case <-t.C:
	}
}
