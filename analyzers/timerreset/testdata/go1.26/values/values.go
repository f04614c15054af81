// Package values has functions as values, and timers in structs that are made for a call.
package values

import "time"

func drainer(t *time.Timer) func() {
	return func() {
		if !t.Stop() {
			<-t.C
		}
	}
}

func returned(t *time.Timer, quit chan bool) {
	t = time.NewTimer(time.Second)
	select {
	case <-t.C:
		drainer(t)() // want `blocks for ever: the value was already received at values.go:17`
	case <-quit:
	}
}

func returnedDeferred(quit chan bool) {
	t := time.NewTimer(time.Second)
	defer drainer(t)() // want `blocks for ever: the value was already received at values.go:27`
	select {
	case <-t.C:
	case <-quit:
	}
}

func stopper(t *time.Timer) func() bool { return func() bool { return t.Stop() } }

func stopped() {
	t := time.NewTimer(time.Second)
	stopper(t)()
	<-t.C // want `blocks for ever: Stop at values.go:32 kept the timer from sending a value`
}

// Nothing was received.
func right(quit chan bool) {
	t := time.NewTimer(time.Second)
	select {
	case <-t.C:
	case <-quit:
		drainer(t)()
	}
}

// A function of two.
func chosen(b bool, quit chan bool) {
	t := time.NewTimer(time.Second)
	drain := func() {
		if !t.Stop() {
			<-t.C // want `blocks for ever: the value was already received at`
		}
	}
	select {
	case <-t.C:
	case <-quit:
	}
	if b {
		drain()
	}
}

type part struct{ t *time.Timer }

type whole struct{ part part }

func (p *part) drain() {
	if !p.t.Stop() {
		<-p.t.C
	}
}

func (p part) wait() { <-p.t.C }

func field(quit chan bool) {
	t := time.NewTimer(time.Second)
	select {
	case <-t.C:
		(&whole{part{t}}).part.drain() // want `blocks for ever: the value was already received at values.go:82`
	case <-quit:
	}
}

func byValue() {
	t := time.NewTimer(time.Second)
	p := part{t}
	p.wait()
	p.wait() // want `blocks for ever: the value was already received at`
}

func fieldRight(quit chan bool) {
	t := time.NewTimer(time.Second)
	w := &whole{part{t}}
	select {
	case <-t.C:
	case <-quit:
		w.part.drain()
	}
}

func none() time.Duration { return 0 }

func some() time.Duration { return time.Second }

func intervals() {
	a := time.NewTicker(none()) // want `time.NewTicker panics: the interval can be 0 here`
	defer a.Stop()
	f := func() time.Duration { g := func() time.Duration { return 0 }; return g() }
	b := time.NewTicker(f()) // want `time.NewTicker panics: the interval can be 0 here`
	defer b.Stop()
	c := time.NewTicker(some())
	defer c.Stop()
}
