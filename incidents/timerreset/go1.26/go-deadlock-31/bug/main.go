// A pool whose release drains hangs on every timer that did its work.
//
// The release under review there drains like this one. When the timeout was
// received before the release, the drain waits for another.
//
// Link: https://github.com/sasha-s/go-deadlock/pull/31
// Idiom: drain of a pooled timer after the value was received
// Outcome: blocks
package main

import (
	"errors"
	"sync"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

var timers sync.Pool

func acquire(d time.Duration) *time.Timer {
	if t, ok := timers.Get().(*time.Timer); ok {
		t.Reset(d)
		return t
	}
	return time.NewTimer(d)
}

func release(t *time.Timer) {
	if !t.Stop() {
		<-t.C
	}
	timers.Put(t)
}

type lock chan struct{}

func (l lock) acquire(limit time.Duration) error {
	t := acquire(limit)
	select {
	case l <- struct{}{}:
		release(t)
		return nil
	case <-t.C:
		release(t) // BUG: drains what this case has received
		return errors.New("possible deadlock")
	}
}

func main() {
	l := make(lock)
	watch.Returns(time.Second, func() { l.acquire(10 * time.Millisecond) })
}
