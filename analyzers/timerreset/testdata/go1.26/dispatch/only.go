package dispatch

import "time"

type sleeper interface{ sleep(<-chan time.Time) bool }

type gate struct{ open chan struct{} }

func (g gate) sleep(c <-chan time.Time) bool {
	select {
	case <-g.open:
		return true
	case <-c:
		return false
	}
}

// There is one implementation.
func pause(s sleeper, d time.Duration) {
	t := time.NewTimer(d)
	if !s.sleep(t.C) && !t.Stop() {
		<-t.C // want "blocks for ever: the value was already received"
	}
}

var gates = []sleeper{gate{make(chan struct{})}}

type beats interface{ next(*time.Timer) }

type steady struct{ d time.Duration }

func (s *steady) next(t *time.Timer) { t.Reset(s.d) }

type none struct{}

func (none) next(*time.Timer) {}

// There are two.
func beat(b beats, d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	b.next(t)
	<-t.C
}

var beating = []beats{&steady{time.Second}, none{}}

type stopping interface{ halt() }

type clock struct{ t *time.Timer }

func (c *clock) halt() { c.t.Stop() }

type owner struct{ s stopping }

// In a field.
func (o *owner) restart(c *clock) {
	o.s = c
	c.t = time.NewTimer(time.Second)
	o.s.halt()
	<-c.t.C // want "blocks for ever: Stop at only.go:52 kept the timer from sending a value"
}
