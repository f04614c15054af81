// Package flusher calls a function now and then, on a goroutine of its own.
package flusher

import (
	"sync"
	"time"
)

// A Flusher does so until it is stopped.
type Flusher struct {
	f             func()
	stop, stopped chan struct{}
	once          sync.Once
}

// New starts one.
func New(f func()) *Flusher {
	p := &Flusher{f: f, stop: make(chan struct{}), stopped: make(chan struct{})}
	go p.run()
	return p
}

func (p *Flusher) run() {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			p.f()
		case <-p.stop:
			p.f()
			close(p.stopped)
			return
		}
	}
}

// Stop waits for the last call.
func (p *Flusher) Stop() {
	p.once.Do(func() { close(p.stop) })
	<-p.stopped
}
