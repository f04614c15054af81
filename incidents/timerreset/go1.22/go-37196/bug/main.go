// A ticker that was slowed down ticked at once.
//
// Like that of a Timer, Reset of a Ticker leaves a tick that nobody has received
// in the channel. The proposal that led to the timers of Go 1.23 has both.
//
// Link: https://github.com/golang/go/issues/37196
// Idiom: Ticker.Reset with a tick pending
// Outcome: stale
// Timers: before 1.23
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
	p.ticker.Reset(d) // BUG: it has ticked during the poll
	<-p.ticker.C
}

func main() {
	p := newPoller(20 * time.Millisecond)
	watch.Waits(400*time.Millisecond, func() { p.backOff(400 * time.Millisecond) })
}
