// A service that had registered itself sent no heartbeat.
//
// The deferred Stop belongs to the function that starts the goroutine, and runs
// when that one returns: at once.
//
// Link: https://github.com/go-kratos/kratos/pull/2749
// Idiom: deferred Stop while a goroutine still receives
// Outcome: blocks
package main

import (
	"context"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type registry struct {
	interval time.Duration
	beats    chan string
}

func (r *registry) register(ctx context.Context, id string) error {
	ticker := time.NewTicker(r.interval)
	defer ticker.Stop() // BUG: runs before the first tick
	go func() {
		for {
			<-ticker.C
			select {
			case r.beats <- id:
			case <-ctx.Done():
				return
			}
		}
	}()
	return nil
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	r := &registry{interval: 20 * time.Millisecond, beats: make(chan string)}
	r.register(ctx, "orders-1")
	watch.Returns(time.Second, func() {
		defer cancel()
		<-r.beats
		<-r.beats
	})
}
