package blocked

import (
	"context"
	"time"
)

// The goroutine arms the timer itself, but not while it waits.
type poller struct {
	timer *time.Timer
	every time.Duration
}

func (p *poller) start(f func()) {
	go p.run(f)
}

func (p *poller) run(f func()) {
	for {
		<-p.timer.C // want "blocks for ever once Stop at again.go:27 keeps the timer from firing"
		f()
		p.timer.Reset(p.every)
	}
}

func (p *poller) Close() {
	p.timer.Stop()
}

// It arms it in a function of its own.
type scan struct{ timer *time.Timer }

func (s *scan) start() {
	go func() {
		for range 10 {
			<-s.timer.C // want "blocks for ever once Stop at again.go:44 keeps the timer from firing"
			s.again()
		}
	}()
}

func (s *scan) again() { s.timer.Reset(time.Second) }

func (s *scan) Close() { s.timer.Stop() }

// Somebody else arms it.
type quiet struct{ timer *time.Timer }

func (i *quiet) start() {
	go func() {
		for {
			<-i.timer.C
			i.timer.Reset(time.Second)
		}
	}()
}

func (i *quiet) Pause()  { i.timer.Stop() }
func (i *quiet) Resume() { i.timer.Reset(time.Second) }

// The function waits, a goroutine of it stops the timer.
func expires(cancel <-chan struct{}) {
	t := time.NewTimer(time.Minute)
	go func() {
		<-cancel
		t.Stop()
	}()
	<-t.C // want "blocks for ever once Stop at again.go:66 keeps the timer from firing"
}

func stopLater(ctx context.Context, t *time.Timer) {
	<-ctx.Done()
	t.Stop()
}

func expiresToo(ctx context.Context) {
	t := time.NewTimer(time.Minute)
	go stopLater(ctx, t)
	<-t.C // want "blocks for ever once Stop at again.go:73 keeps the timer from firing"
}

// The goroutine stops it when the function has waited.
func afterwards() {
	t := time.NewTimer(time.Minute)
	done := make(chan struct{})
	go func() {
		<-done
		t.Stop()
	}()
	<-t.C
	close(done)
}

// The function can be woken otherwise.
func woken(cancel <-chan struct{}) {
	t := time.NewTimer(time.Minute)
	go func() {
		<-cancel
		t.Stop()
	}()
	select {
	case <-t.C:
	case <-cancel:
	}
}
