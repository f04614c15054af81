// Package generic uses timers in generic code.
package main

import "time"

type queue[T any] struct {
	timer *time.Timer
	in    chan T
}

// row 06: in a method of a generic type.
func (q *queue[T]) run(d time.Duration) {
	for {
		select {
		case <-q.timer.C:
			work()
		case <-q.in:
			if !q.timer.Stop() {
				<-q.timer.C // want "blocks for ever: the value was already received"
			}
			q.timer.Reset(d)
		}
	}
}

// row 06: in a generic function.
func wait[T any](ch chan T, d time.Duration) (v T) {
	t := time.NewTimer(d)
	select {
	case v = <-ch:
	case <-t.C:
	}
	if !t.Stop() {
		<-t.C // want "blocks for ever: the value was already received"
	}
	return v
}

// row 06, the right way.
func waitRight[T any](ch chan T, d time.Duration) (v T, ok bool) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case v = <-ch:
		return v, true
	case <-t.C:
		return v, false
	}
}

var ints = wait[int]

func work() {}

func main() {}
