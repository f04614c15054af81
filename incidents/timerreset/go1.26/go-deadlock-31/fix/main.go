// The fix: release drains without blocking.
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
		select {
		case <-t.C:
		default:
		}
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
		release(t)
		return errors.New("possible deadlock")
	}
}

func main() {
	l := make(lock)
	watch.Returns(time.Second, func() { l.acquire(10 * time.Millisecond) })
}
