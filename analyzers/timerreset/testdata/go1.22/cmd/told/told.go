// Command told has pools whose helpers are told whether the value was received.
package main

import (
	"sync"
	"time"
)

var timers sync.Pool

func get(d time.Duration) *time.Timer {
	if v := timers.Get(); v != nil {
		t := v.(*time.Timer)
		t.Reset(d)
		return t
	}
	return time.NewTimer(d)
}

func put(t *time.Timer, got bool) {
	if !t.Stop() && !got {
		<-t.C
	}
	timers.Put(t)
}

func recv(in <-chan int, d time.Duration) (v int, ok bool) {
	t := get(d)
	select {
	case v = <-in:
		ok = true
	case <-t.C:
	}
	put(t, !ok)
	return v, ok
}

// release returns at once where the value was received.
func release(t *time.Timer, fired bool) {
	if fired {
		timers.Put(t)
		return
	}
	if !t.Stop() {
		<-t.C
	}
	timers.Put(t)
}

func wait(in <-chan int) {
	t := get(time.Second)
	select {
	case <-in:
		release(t, false)
	case <-t.C:
		release(t, true)
	}
}

type pool struct{ p sync.Pool }

func (p *pool) back(t *time.Timer, drain bool) {
	if !t.Stop() && drain {
		<-t.C
	}
	p.p.Put(t)
}

func (p *pool) use(in <-chan int) {
	t := time.NewTimer(time.Second)
	select {
	case <-in:
		p.back(t, true)
	case <-t.C:
		p.back(t, false)
	}
}

func (p *pool) forget(in <-chan int) {
	t := time.NewTimer(time.Second)
	<-in
	p.back(t, false) // want `the timer goes into the pool after a Stop without drain`
}

func drop(t *time.Timer) {
	t.Stop()
	timers.Put(t) // want `the timer goes into the pool after a Stop without drain`
}

func main() {
	run(3)
	recv(nil, 0)
	wait(nil)
	new(pool).use(nil)
	new(pool).forget(nil)
	drop(time.NewTimer(time.Second))
}
