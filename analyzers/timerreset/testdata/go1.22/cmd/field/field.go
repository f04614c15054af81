// Package field keeps timers in structs.
package main

import (
	"sync"
	"time"
)

type worker struct {
	timer *time.Timer
	in    chan int
	d     time.Duration
}

func newWorker(d time.Duration) *worker {
	return &worker{timer: time.NewTimer(d), in: make(chan int), d: d}
}

// row 06: the field's value was received in an earlier round.
func (w *worker) run() {
	for {
		select {
		case <-w.timer.C:
			work()
		case v := <-w.in:
			if v < 0 {
				return
			}
			if !w.timer.Stop() {
				<-w.timer.C // want "<-w.timer.C blocks for ever: the value was already received"
			}
			w.timer.Reset(w.d)
		}
	}
}

type careful struct {
	timer *time.Timer
	in    chan int
	d     time.Duration
}

func newCareful(d time.Duration) *careful {
	return &careful{timer: time.NewTimer(d), in: make(chan int), d: d}
}

// row 06, the right way.
func (w *careful) run() {
	for {
		select {
		case <-w.timer.C:
			work()
			w.timer.Reset(w.d)
		case v := <-w.in:
			if v < 0 {
				return
			}
			if !w.timer.Stop() {
				<-w.timer.C
			}
			w.timer.Reset(w.d)
		}
	}
}

type batch struct {
	timer *time.Timer
	d     time.Duration
}

func newBatch(d time.Duration) *batch {
	return &batch{timer: time.NewTimer(d), d: d}
}

// row 03: a field that is stopped and not drained.
func (b *batch) run(in chan int) {
	for {
		select {
		case <-b.timer.C:
			return
		case <-in:
			b.timer.Stop()
			b.timer.Reset(b.d) // want "stale"
		}
	}
}

type lease struct {
	mu    sync.Mutex
	timer *time.Timer
}

func newLease(d time.Duration) *lease {
	l := &lease{timer: time.NewTimer(d)}
	go l.renew(d)
	return l
}

// row 06, the right way: the other goroutine Resets the field.
func (l *lease) wait() {
	for {
		<-l.timer.C
		work()
	}
}

func (l *lease) renew(d time.Duration) {
	for {
		l.mu.Lock()
		l.timer = time.NewTimer(d)
		l.mu.Unlock()
		work()
	}
}

type optional struct {
	timer *time.Timer
	d     time.Duration
}

// row 13c, the right way: a field that is tested.
func (o *optional) start() {
	if o.timer == nil {
		o.timer = time.NewTimer(o.d)
		return
	}
	if !o.timer.Stop() {
		select {
		case <-o.timer.C:
		default:
		}
	}
	o.timer.Reset(o.d)
}

// row 13c, the right way: stopped and forgotten.
func (o *optional) stop() {
	if o.timer != nil {
		o.timer.Stop()
		o.timer = nil
	}
}

type waiter struct {
	timer *time.Timer
}

type outer struct {
	inner waiter
	other *time.Timer
}

// row 06: a field of a field.
func (o *outer) wait() {
	<-o.inner.timer.C
	if !o.inner.timer.Stop() {
		<-o.inner.timer.C // want "<-o.inner.timer.C blocks for ever: the value was already received"
	}
}

// row 06, the right way: two fields are two timers.
func (o *outer) waitOther() {
	<-o.inner.timer.C
	if !o.other.Stop() {
		<-o.other.C
	}
}

// row 06, the right way: two structs are two timers.
func twoWorkers(a, b *careful) {
	<-a.timer.C
	if !b.timer.Stop() {
		<-b.timer.C
	}
}

func work() {}

func main() {}
