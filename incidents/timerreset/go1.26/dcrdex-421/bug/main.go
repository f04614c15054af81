// A trading server had drains that would block once their timers had fired.
//
// A timer made by AfterFunc has no channel: its C is nil, and a receive from it
// blocks for ever.
//
// Link: https://github.com/decred/dcrdex/pull/421
// Idiom: drain of an AfterFunc timer
// Outcome: blocks
package main

import (
	"sync/atomic"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type account struct {
	suspended atomic.Bool
	unsuspend *time.Timer
}

func suspend(d time.Duration) *account {
	a := &account{}
	a.suspended.Store(true)
	a.unsuspend = time.AfterFunc(d, func() { a.suspended.Store(false) })
	return a
}

func (a *account) logout() {
	if !a.unsuspend.Stop() {
		<-a.unsuspend.C // BUG: nil
	}
}

func main() {
	a := suspend(10 * time.Millisecond)
	for a.suspended.Load() {
		time.Sleep(time.Millisecond)
	}
	watch.Returns(time.Second, a.logout)
}
