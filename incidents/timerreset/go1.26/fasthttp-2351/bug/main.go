// A check on the result of Reset took servers down that had done nothing wrong.
//
// The pool's timers should never be active, and Reset tells whether one was. But
// since Go 1.23 it also returns true for a timer that has expired, as long as
// nobody has received its value. (The servers met a race in the runtime with
// the same result, golang/go#80760, that needs no mistake at all.)
//
// Link: https://github.com/valyala/fasthttp/pull/2351
// Idiom: relying on the result of Reset
// Outcome: panics
// Timers: since 1.23
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
	if t.Reset(d) { // BUG: true for an expired one, too
		panic("active timer in the pool")
	}
	return t
}

// respond answers a request and accounts for those that took longer than the limit.
func respond(answer func(), limit time.Duration) (late bool) {
	start, t := time.Now(), acquire(limit)
	answer()
	if late = time.Since(start) > limit; !late {
		t.Stop()
	}
	timers.Put(t) // stopped, or expired long ago
	return late
}

func main() {
	slow := func() { time.Sleep(50 * time.Millisecond) }
	watch.Returns(2*time.Second, func() {
		for range 5 {
			respond(slow, 10*time.Millisecond)
		}
	})
}
