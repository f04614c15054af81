// A change "to use Reset as documented" made a polling loop poll once.
//
// The first turn makes the timer, later turns drain it before Reset. But each
// turn has ended with the receive of its value. It was never merged.
//
// Link: https://github.com/ipfs/kubo/pull/9336
// Idiom: drain after the value was received
// Outcome: blocks
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type pinner struct {
	interval time.Duration
	pinned   int
}

func (p *pinner) pin() { p.pinned++ }

// poll pins n times, with a pause between.
func (p *pinner) poll(n int, stop <-chan struct{}) {
	var pause *time.Timer
	for p.pinned < n {
		p.pin()
		if pause == nil {
			pause = time.NewTimer(p.interval)
		} else {
			if !pause.Stop() {
				<-pause.C // BUG: received by the last turn
			}
			pause.Reset(p.interval)
		}
		select {
		case <-pause.C:
		case <-stop:
			return
		}
	}
}

func main() {
	p := &pinner{interval: 10 * time.Millisecond}
	watch.Returns(time.Second, func() { p.poll(3, nil) })
}
