// Package ticker stops and resets tickers, whose channel Stop does not close.
package main

import "time"

// row 16: a tick may be pending: one tick too early, which rarely matters.
func reset(d time.Duration) {
	t := time.NewTicker(time.Millisecond)
	defer t.Stop()
	time.Sleep(10 * time.Millisecond)
	t.Reset(d)
	<-t.C
}

// row 16b: relies on a tick that was pending.
func receiveAfterStop() {
	t := time.NewTicker(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	t.Stop()
	<-t.C
}

// row 16b, the right way: received before Stop.
func receiveBeforeStop() {
	t := time.NewTicker(time.Millisecond)
	<-t.C
	t.Stop()
}

// row 16b, the right way: a pending tick is dropped, if there is one.
func dropAfterStop(d time.Duration) {
	t := time.NewTicker(d)
	t.Stop()
	select {
	case <-t.C:
	default:
	}
}

type flusher struct {
	ticker *time.Ticker
	done   chan struct{}
}

func newFlusher(d time.Duration) *flusher {
	f := &flusher{ticker: time.NewTicker(d), done: make(chan struct{})}
	go f.run()
	return f
}

// row 16c: the loop ends only if Stop closed the channel.
func (f *flusher) run() {
	for range f.ticker.C { // want "this loop never ends: Stop at ticker.go"
		work()
	}
}

func (f *flusher) close() {
	f.ticker.Stop()
}

// row 16c: the same with a local ticker.
func local(ch chan int, d time.Duration) {
	t := time.NewTicker(d)
	go func() {
		for range t.C { // want "(never ends|blocks for ever).*"
			work()
		}
	}()
	<-ch
	t.Stop()
}

type poller struct {
	ticker *time.Ticker
	done   chan struct{}
}

func newPoller(d time.Duration) *poller {
	p := &poller{ticker: time.NewTicker(d), done: make(chan struct{})}
	go p.run()
	return p
}

// row 16c, the right way: a channel that ends the loop.
func (p *poller) run() {
	for {
		select {
		case <-p.ticker.C:
			work()
		case <-p.done:
			return
		}
	}
}

func (p *poller) close() {
	p.ticker.Stop()
	close(p.done)
}

// row 16c, the right way: the body leaves the loop.
func leaves(d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop()
	for range t.C {
		if ready() {
			return
		}
	}
}

// row 16c, the right way: nobody stops it.
func daemon(d time.Duration) {
	for range time.NewTicker(d).C {
		work()
	}
}

func work()       {}
func ready() bool { return len(name) > 3 }

var name string

func main() {}
