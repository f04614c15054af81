// The fix: Stop, and nothing more.
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
	a.unsuspend.Stop()
}

func main() {
	a := suspend(10 * time.Millisecond)
	for a.suspended.Load() {
		time.Sleep(time.Millisecond)
	}
	watch.Returns(time.Second, a.logout)
}
