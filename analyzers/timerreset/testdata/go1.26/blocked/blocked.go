// Package blocked has goroutines that a Stop elsewhere leaves waiting.
package blocked

import (
	"context"
	"time"
)

func work() {}

type alarm struct {
	t    *time.Timer
	quit chan struct{}
}

// Stopped by a method.
func newAlarm(d time.Duration) *alarm {
	a := &alarm{t: time.NewTimer(d)}
	go func() {
		<-a.t.C // want `this receive blocks for ever once Stop at blocked.go:\d+ keeps the timer from firing`
		work()
	}()
	return a
}

func (a *alarm) Close() { a.t.Stop() }

// By a literal that is returned.
func after(d time.Duration) (cancel func()) {
	t := time.NewTimer(d)
	go func() {
		<-t.C // want `this receive blocks for ever once Stop at`
		work()
	}()
	return func() { t.Stop() }
}

// By a method value.
func afterValue(d time.Duration) func() bool {
	t := time.NewTimer(d)
	go func() {
		<-t.C // want `this receive blocks for ever once Stop at`
		work()
	}()
	return t.Stop
}

// By the caller.
func timer(d time.Duration) *time.Timer {
	t := time.NewTimer(d)
	go wait(t)
	return t
}

func wait(t *time.Timer) {
	<-t.C // want `this receive blocks for ever once Stop at`
	work()
}

func caller() {
	t := timer(time.Second)
	work()
	t.Stop()
}

// Another way out.
func selects(ctx context.Context, d time.Duration) func() bool {
	t := time.NewTimer(d)
	go func() {
		select {
		case <-t.C:
			work()
		case <-ctx.Done():
		}
	}()
	return t.Stop
}

// It is armed again.
type again struct{ t *time.Timer }

func (a *again) start() {
	a.t = time.NewTimer(time.Second)
	go func() {
		<-a.t.C
		work()
	}()
}

func (a *again) pause()  { a.t.Stop() }
func (a *again) resume() { a.t.Reset(time.Second) }

// Stopped before the goroutine, where it is not started then.
func before(d time.Duration, skip bool) {
	t := time.NewTimer(d)
	if skip {
		t.Stop()
		return
	}
	go func() {
		<-t.C
		work()
	}()
}

// A drain in a method, while the loop receives.
type idle struct {
	t    *time.Timer
	data chan int
}

func (i *idle) run() {
	i.t = time.NewTimer(time.Second)
	go i.loop()
}

func (i *idle) loop() {
	for {
		select {
		case <-i.t.C:
			work()
		case <-i.data:
			return
		}
	}
}

func (i *idle) update(d time.Duration) {
	if !i.t.Stop() {
		<-i.t.C // want `this receive blocks for ever when the goroutine started at blocked.go:\d+ has taken the value`
	}
	i.t.Reset(d)
}

// Without blocking.
type poll struct{ t *time.Timer }

func (p *poll) run() {
	p.t = time.NewTimer(time.Second)
	go func() {
		for range p.t.C {
			work()
		}
	}()
}

func (p *poll) update(d time.Duration) {
	if !p.t.Stop() {
		select {
		case <-p.t.C:
		default:
		}
	}
	p.t.Reset(d)
}

// By the loop itself.
type same struct {
	t    *time.Timer
	data chan int
}

func (s *same) run() {
	s.t = time.NewTimer(time.Second)
	go s.loop()
}

func (s *same) loop() {
	for {
		select {
		case <-s.t.C:
			return
		case <-s.data:
			s.extend()
		}
	}
}

func (s *same) extend() {
	if !s.t.Stop() {
		<-s.t.C
	}
	s.t.Reset(time.Second)
}

// A signal that is lost.
func newLost(d time.Duration) *alarm {
	a := &alarm{t: time.NewTimer(d), quit: make(chan struct{})}
	go func() {
		select {
		case <-a.t.C:
			work()
		case <-a.quit:
		}
	}()
	return a
}

func (a *alarm) lost() {
	if a.t.Stop() { // want `the goroutine that waits at blocked.go:\d+ may never end: the timer is stopped, and the signal is sent only if the goroutine is waiting already`
		select {
		case a.quit <- struct{}{}:
		default:
		}
	}
}

func local(d time.Duration) func() {
	t, quit := time.NewTimer(d), make(chan bool)
	go func() {
		select {
		case <-t.C:
			work()
		case <-quit:
		}
	}()
	return func() {
		if !t.Stop() { // want `the goroutine that waits at blocked.go:\d+ may never end`
			return
		}
		select {
		case quit <- true:
		default:
		}
	}
}

// With a buffer, or closed.
type kept struct {
	t    *time.Timer
	quit chan bool
}

func newKept(d time.Duration) *kept {
	k := &kept{t: time.NewTimer(d), quit: make(chan bool, 1)}
	go func() {
		select {
		case <-k.t.C:
			work()
		case <-k.quit:
		}
	}()
	return k
}

func (k *kept) stop() {
	if k.t.Stop() {
		select {
		case k.quit <- true:
		default:
		}
	}
}

func closes(d time.Duration) func() {
	t, quit := time.NewTimer(d), make(chan bool)
	go func() {
		select {
		case <-t.C:
			work()
		case <-quit:
		}
	}()
	return func() {
		if t.Stop() {
			close(quit)
		}
	}
}

func thirdWay(ctx context.Context, d time.Duration) func() {
	t, quit := time.NewTimer(d), make(chan bool)
	go func() {
		select {
		case <-t.C:
			work()
		case <-quit:
		case <-ctx.Done():
		}
	}()
	return func() {
		if t.Stop() {
			select {
			case quit <- true:
			default:
			}
		}
	}
}

// A literal that is given the timer.
func (k *kept) later(f func()) {
	k.t = time.NewTimer(time.Second)
	go func(t *time.Timer, f func()) {
		<-t.C // want `this receive blocks for ever once Stop at`
		f()
	}(k.t, f)
}
