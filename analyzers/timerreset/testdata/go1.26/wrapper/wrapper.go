// Package wrapper has timers behind methods that return their channel.
package wrapper

import "time"

type clock struct{ t *time.Timer }

func (c clock) C() <-chan time.Time { return c.t.C }
func (c clock) Stop() bool          { return c.t.Stop() }

func twice() {
	c := clock{time.NewTimer(time.Second)}
	<-c.C()
	<-c.C() // want `<-c.C\(\) blocks for ever: the value was already received`
}

func selected(in chan int) {
	c := clock{time.NewTimer(time.Second)}
	select {
	case <-c.C():
	case <-in:
	}
	if !c.Stop() {
		<-c.C() // want `<-c.C\(\) blocks for ever: the value was already received`
	}
}

type watch struct{ c clock }

func (w *watch) Fired() <-chan time.Time { return w.c.C() }

func nested(in chan int) {
	w := &watch{clock{time.NewTimer(time.Second)}}
	<-w.Fired()
	if !w.c.Stop() {
		<-w.Fired() // want `<-w.Fired\(\) blocks for ever: the value was already received`
	}
}

func channel(t *time.Timer) <-chan time.Time { return t.C }

func function(in chan int) {
	t := time.NewTimer(time.Second)
	select {
	case <-in:
		if !t.Stop() {
			<-channel(t)
		}
	case <-channel(t):
		if !t.Stop() {
			<-channel(t) // want `blocks for ever: the value was already received`
		}
	}
}

func right(in chan int) {
	c := clock{time.NewTimer(time.Second)}
	select {
	case <-c.C():
	case <-in:
		if !c.Stop() {
			<-c.C()
		}
	}
}
