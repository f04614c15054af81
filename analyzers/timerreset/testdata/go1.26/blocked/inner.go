package blocked

import "time"

type shutter struct{ t *time.Timer }

// The goroutine receives in a literal that it calls.
func (s *shutter) open(d time.Duration) {
	s.t = time.NewTimer(d)
	go func() {
		wait := func() {
			<-s.t.C // want `this receive blocks for ever once Stop at inner.go:\d+ keeps`
		}
		wait()
		work()
	}()
}

func (s *shutter) close() { s.t.Stop() }

type gate struct{ t *time.Timer }

// In a function that the goroutine calls.
func (g *gate) open(d time.Duration) {
	g.t = time.NewTimer(d)
	go g.run()
}

func (g *gate) run() { g.await(); work() }

func (g *gate) await() {
	<-g.t.C // want `this receive blocks for ever once Stop at inner.go:\d+ keeps`
}

func (g *gate) close() { g.t.Stop() }

type hatch struct{ t *time.Timer }

// In a generic function.
func (h *hatch) open(d time.Duration) {
	h.t = time.NewTimer(d)
	go func() { waitFor(0, h.t); work() }()
}

func waitFor[T any](_ T, t *time.Timer) {
	<-t.C // want `this receive blocks for ever once Stop at inner.go:\d+ keeps`
}

func (h *hatch) close() { h.t.Stop() }

type door struct{ t *time.Timer }

// The goroutine itself stops the timer, after it has received.
func (o *door) open(d time.Duration) {
	o.t = time.NewTimer(d)
	go func() { o.await(); o.t.Stop() }()
}

func (o *door) await() { <-o.t.C }

type window struct{ t *time.Timer }

// Others call the function that receives, too: perhaps with another timer.
func (o *window) open(d time.Duration) {
	o.t = time.NewTimer(d)
	go func() { o.await() }()
}

func (o *window) again() { o.await() }

func (o *window) await() { <-o.t.C }

func (o *window) close() { o.t.Stop() }

type valve struct{ t *time.Timer }

// Reset is for the next timer: this one is forgotten.
func (v *valve) schedule(d time.Duration) {
	if v.t != nil {
		v.t.Reset(d)
		return
	}
	v.t = time.NewTimer(d)
	go func(t *time.Timer) {
		<-t.C // want `this receive blocks for ever once Stop at inner.go:\d+ keeps`
		work()
	}(v.t)
}

func (v *valve) cancel() {
	if v.t != nil {
		v.t.Stop()
		v.t = nil
	}
}

type lock struct{ t *time.Timer }

// It may be armed again.
func (l *lock) schedule(d time.Duration) {
	if l.t != nil {
		l.t.Reset(d)
		return
	}
	l.t = time.NewTimer(d)
	go func(t *time.Timer) {
		<-t.C
		work()
	}(l.t)
}

func (l *lock) cancel() { l.t.Stop() }
