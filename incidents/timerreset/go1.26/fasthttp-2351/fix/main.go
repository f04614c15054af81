// The fix: stop and drain before a timer goes into the pool, and ignore the result of Reset.
package main

import (
	"sync"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

var timers sync.Pool

func acquire(d time.Duration) *time.Timer {
	t, ok := timers.Get().(*time.Timer)
	if !ok {
		return time.NewTimer(d)
	}
	t.Reset(d)
	return t
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

// respond answers a request and accounts for those that took longer than the limit.
func respond(answer func(), limit time.Duration) (late bool) {
	start, t := time.Now(), acquire(limit)
	defer release(t)
	answer()
	return time.Since(start) > limit
}

func main() {
	slow := func() { time.Sleep(50 * time.Millisecond) }
	watch.Returns(2*time.Second, func() {
		for range 5 {
			respond(slow, 10*time.Millisecond)
		}
	})
}
