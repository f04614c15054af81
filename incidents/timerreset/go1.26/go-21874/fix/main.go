// The fix: the clock hands out a channel and a function to stop, not a Timer.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

// A clock makes timers that fire when it is told to.
type clock struct {
	fire chan time.Time
}

func (c *clock) newTimer() (fires <-chan time.Time, stop func()) {
	return c.fire, func() {}
}

type lease struct {
	expired chan struct{}
}

func (l *lease) hold(c *clock, release <-chan struct{}) {
	fires, stop := c.newTimer()
	select {
	case <-fires:
		close(l.expired)
	case <-release:
		stop()
	}
}

func main() {
	l := &lease{expired: make(chan struct{})}
	release := make(chan struct{})
	close(release)
	watch.Returns(time.Second, func() {
		l.hold(&clock{fire: make(chan time.Time)}, release)
	})
}
