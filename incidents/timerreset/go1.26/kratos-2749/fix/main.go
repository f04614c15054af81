// The fix: the goroutine stops the ticker that it uses.
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
	go func() {
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return
			}
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
