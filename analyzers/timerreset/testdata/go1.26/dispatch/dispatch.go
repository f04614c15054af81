// Package dispatch calls methods of timers through interfaces, method values and functions that
// functions return.
package dispatch

import "time"

type stopper interface{ Stop() bool }

func clean(s stopper) bool { return s.Stop() }

func BehindParameter(c chan int) {
	t := time.NewTimer(time.Second)
	select {
	case <-c:
	case <-t.C:
	}
	if !clean(t) {
		<-t.C // want `blocks for ever`
	}
}

func BehindParameterRight(c chan int) {
	t := time.NewTimer(time.Second)
	select {
	case <-t.C:
	case <-c:
		if !clean(t) {
			<-t.C
		}
	}
}

func MethodValue() {
	t := time.NewTimer(time.Second)
	stop := t.Stop
	<-t.C
	if !stop() {
		<-t.C // want `blocks for ever`
	}
}

type runner interface{ run(t *time.Timer) }

type drainer struct{}

func (drainer) run(t *time.Timer) {
	if !t.Stop() {
		<-t.C
	}
}

type polite struct{}

func (polite) run(t *time.Timer) {
	if !t.Stop() {
		select {
		case <-t.C:
		default:
		}
	}
}

var (
	drains runner = drainer{}
	asks   runner = polite{}
	either runner = drainer{}
)

func init() { either = polite{} }

func BehindVariable() {
	t := time.NewTimer(time.Second)
	<-t.C
	drains.run(t) // want `blocks for ever`
}

func BehindVariableRight() {
	t := time.NewTimer(time.Second)
	<-t.C
	asks.run(t)
}

func Unknown() {
	t := time.NewTimer(time.Second)
	<-t.C
	either.run(t)
}

func drainOf(t *time.Timer) func() {
	return func() {
		if !t.Stop() {
			<-t.C
		}
	}
}

func FromFunction() {
	t := time.NewTimer(time.Second)
	<-t.C
	drainOf(t)() // want `blocks for ever`
}

func FromFunctionKept(c chan int) {
	t := time.NewTimer(time.Second)
	drain := drainOf(t)
	select {
	case <-c:
		drain()
	case <-t.C:
	}
}
