// The fix: stop and drain before Reset.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type poller struct {
	ticker *time.Ticker
	polled int
}

func newPoller(interval time.Duration) *poller {
	return &poller{ticker: time.NewTicker(interval)}
}

func (p *poller) poll(took time.Duration) {
	time.Sleep(took)
	p.polled++
}

// backOff polls once more and then waits for d.
func (p *poller) backOff(d time.Duration) {
	p.poll(50 * time.Millisecond)
	p.ticker.Stop()
	select {
	case <-p.ticker.C:
	default:
	}
	p.ticker.Reset(d)
	<-p.ticker.C
}

func main() {
	p := newPoller(20 * time.Millisecond)
	watch.Waits(400*time.Millisecond, func() { p.backOff(400 * time.Millisecond) })
}
