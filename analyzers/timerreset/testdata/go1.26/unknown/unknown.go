// Package unknown gives timers to code that cannot be followed, and must stay
// silent.
package unknown

import (
	"io"
	"time"
)

type arm interface {
	Arm(*time.Timer)
}

type registry struct {
	byName map[string]*time.Timer
	all    []*time.Timer
	fixed  [2]*time.Timer
}

// row 06: an interface method may have Reset it.
func method(a arm, d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	a.Arm(t)
	if !t.Stop() {
		<-t.C
	}
}

// row 06: a function value may have Reset it.
func value(arm func(*time.Timer), d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	arm(t)
	<-t.C
}

// row 06: the elements of a map are not told apart.
func (r *registry) mapped(d time.Duration) {
	<-r.byName["a"].C
	if !r.byName["b"].Stop() {
		<-r.byName["b"].C
	}
}

// row 06: one that is in a map may be Reset by whoever has the map.
func (r *registry) enter(f func(), d time.Duration) {
	t := time.NewTimer(d)
	r.byName["a"] = t
	<-t.C
	f()
	if !t.Stop() {
		<-t.C
	}
}

// row 06: the elements of a slice are not told apart.
func (r *registry) sliced(i, j int) {
	<-r.all[i].C
	if !r.all[j].Stop() {
		<-r.all[j].C
	}
}

// row 06: each element of a slice is another timer.
func (r *registry) each() {
	for _, t := range r.all {
		if !t.Stop() {
			<-t.C
		}
	}
}

// row 06: appended.
func (r *registry) add(f func(), d time.Duration) {
	t := time.NewTimer(d)
	r.all = append(r.all, t)
	<-t.C
	f()
	<-t.C
}

// row 06: an element of an array.
func (r *registry) array(i int) {
	<-r.fixed[0].C
	if !r.fixed[i].Stop() {
		<-r.fixed[i].C
	}
}

type holder struct{ timer *time.Timer }

func (h *holder) restart(d time.Duration) { h.timer.Reset(d) }

// row 06: in a struct that is given away; f may call restart.
func (h *holder) give(f func(*holder), d time.Duration) {
	h.timer = time.NewTimer(d)
	<-h.timer.C
	f(h)
	if !h.timer.Stop() {
		<-h.timer.C
	}
}

// row 06: sent to another goroutine.
func send(ch chan *time.Timer, d time.Duration) {
	t := time.NewTimer(d)
	ch <- t
	<-t.C
	work()
	<-t.C
}

// row 06: in an interface.
func boxed(f func(any), d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	f(t)
	<-t.C
}

// row 06: a timer that a generic function may Reset.
func generic(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	apply(t, func(t *time.Timer) { t.Reset(d) })
	if !t.Stop() {
		<-t.C
	}
}

func apply[T any](x T, f func(T)) {
	f(x)
}

type clocked[T any] struct {
	timer *time.Timer
	value T
}

// row 06, the right way in a generic type.
func (c *clocked[T]) run(in chan T, d time.Duration) {
	for {
		select {
		case <-c.timer.C:
			c.timer.Reset(d)
		case c.value = <-in:
			if !c.timer.Stop() {
				<-c.timer.C
			}
			c.timer.Reset(d)
		}
	}
}

// row 06: a timer that is not time's.
type timer struct{ C chan int }

func (t *timer) Stop() bool { return t.C == nil }

func foreign(t *timer) {
	<-t.C
	if !t.Stop() {
		<-t.C
	}
}

// row 06: an interface with the same methods.
type clock interface {
	Stop() bool
	Reset(time.Duration) bool
	Chan() <-chan time.Time
}

func faked(t clock, d time.Duration) {
	<-t.Chan()
	if !t.Stop() {
		<-t.Chan()
	}
	t.Reset(d)
}

// row 06: a loop whose condition nobody knows.
func retry(r io.Reader, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		if _, err := r.Read(nil); err == nil {
			return nil
		}
		<-t.C
		t.Reset(d)
	}
}

func work() {}
