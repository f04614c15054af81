// A condition variable with a timeout could give up too early: its timer came from a pool, fired.
//
// Timers go into the pool with a value in the channel that nobody received.
// Reset does not take it out.
//
// Link: https://github.com/juicedata/juicefs/pull/5631
// Idiom: pooled timer that is not drained
// Outcome: stale
// Timers: before 1.23
package main

import (
	"sync"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

var timers = sync.Pool{
	New: func() any { return time.NewTimer(time.Minute) },
}

type cond struct {
	signal chan struct{}
}

// wait reports whether ready, which signals ask for, returned true within d.
func (c *cond) wait(d time.Duration, ready func() bool) bool {
	t := timers.Get().(*time.Timer)
	t.Reset(d)
	defer func() {
		t.Stop()
		timers.Put(t) // BUG: it may have fired
	}()
	for !ready() {
		select {
		case <-c.signal:
		case <-t.C:
			return false
		}
	}
	return true
}

func main() {
	c := &cond{signal: make(chan struct{})}
	slow := func() bool { time.Sleep(10 * time.Millisecond); return true }
	never := func() bool { return false }
	for range 5 {
		c.wait(time.Millisecond, slow)
	}
	watch.Waits(300*time.Millisecond, func() { c.wait(300*time.Millisecond, never) })
}
