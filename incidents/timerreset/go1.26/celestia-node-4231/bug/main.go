// A node announced itself to its peers once, and then never again.
//
// The case that has received the timer's value stops and drains the timer "to
// be sure" before it re-arms it.
//
// Link: https://github.com/celestiaorg/celestia-node/pull/4231
// Idiom: drain in the case that received the value
// Outcome: blocks
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
			if !timer.Stop() {
				<-timer.C // BUG: this very case has received it
			}
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
