// Stopping a watcher that had buffer periods but never used one panicked.
//
// The timer is made by the first tick. Without one, Stop dereferences nil.
//
// Link: https://github.com/hashicorp/hcat/pull/13
// Idiom: Stop of a nil Timer
// Outcome: panics
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type buffer struct {
	period time.Duration
	timer  *time.Timer
}

func newBuffer(period time.Duration) *buffer {
	return &buffer{period: period}
}

// tick starts the period anew.
func (b *buffer) tick(flush func()) {
	if b.timer == nil {
		b.timer = time.AfterFunc(b.period, flush)
		return
	}
	b.timer.Reset(b.period)
}

func (b *buffer) stop() {
	b.timer.Stop() // BUG: nil before the first tick
}

func main() {
	watch.Returns(time.Second, func() {
		b := newBuffer(time.Minute)
		b.stop()
	})
}
