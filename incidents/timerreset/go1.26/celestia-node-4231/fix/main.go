// The fix: after a receive the timer is expired and empty, ready for Reset.
package main

import (
	"context"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type discovery struct {
	interval  time.Duration
	announced chan struct{}
}

func (d *discovery) advertise(ctx context.Context) {
	timer := time.NewTimer(d.interval)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			d.announced <- struct{}{}
			timer.Reset(d.interval)
		case <-ctx.Done():
			return
		}
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	d := &discovery{interval: 10 * time.Millisecond, announced: make(chan struct{})}
	go d.advertise(ctx)
	watch.Returns(time.Second, func() {
		defer cancel()
		for range 3 {
			<-d.announced
		}
	})
}
