// The fix: a pointer to the one ticker that there is.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type heartbeat struct {
	ticker *time.Ticker
}

func newHeartbeat(period time.Duration) *heartbeat {
	return &heartbeat{ticker: time.NewTicker(period)}
}

func (h *heartbeat) stop() { h.ticker.Stop() }

// quiet waits until there has been no beat for d, but not longer than the next beat.
func (h *heartbeat) quiet(d time.Duration) {
	select {
	case <-h.ticker.C:
	case <-time.After(d):
	}
}

func main() {
	h := newHeartbeat(20 * time.Millisecond)
	h.stop()
	watch.Waits(400*time.Millisecond, func() { h.quiet(400 * time.Millisecond) })
}
