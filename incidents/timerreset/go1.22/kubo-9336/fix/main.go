// The fix: Reset alone: each turn but the last has received the value.
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
