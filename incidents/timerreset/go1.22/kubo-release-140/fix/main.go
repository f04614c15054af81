// The fix: a ticker that can be stopped.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type pooler struct {
	interval time.Duration
}

// await asks for the route at every interval until it is there.
func (p *pooler) await(done <-chan struct{}, ask func() bool) bool {
	ticker := time.NewTicker(p.interval)
	defer ticker.Stop()
	for !ask() {
		select {
		case <-ticker.C:
		case <-done:
			return false
		}
	}
	return true
}

func main() {
	p := &pooler{interval: time.Hour}
	watch.Heap(2<<20, func() {
		for range 50_000 {
			p.await(nil, func() bool { return true })
		}
	})
}
