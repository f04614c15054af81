// The fix: stop asks, as tick does.
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
	if b.timer != nil {
		b.timer.Stop()
	}
}

func main() {
	watch.Returns(time.Second, func() {
		b := newBuffer(time.Minute)
		b.stop()
	})
}
