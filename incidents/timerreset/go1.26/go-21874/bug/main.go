// A clock for tests that builds its timers by hand crashed what it was to test.
//
// A literal with a channel of one's own is good to receive from, but neither
// Stop nor Reset work on it. For Ticker, Go 1.10 made Stop a no-op after this
// report; Timer still panics.
//
// Link: https://github.com/golang/go/issues/21874
// Idiom: Stop of a Timer literal
// Outcome: panics
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

// A clock makes timers that fire when it is told to.
type clock struct {
	fire chan time.Time
}

func (c *clock) newTimer() *time.Timer {
	return &time.Timer{C: c.fire}
}

type lease struct {
	expired chan struct{}
}

func (l *lease) hold(c *clock, release <-chan struct{}) {
	t := c.newTimer()
	select {
	case <-t.C:
		close(l.expired)
	case <-release:
		t.Stop() // BUG: not made by NewTimer
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
