package main

import "time"

type beat struct{ t *time.Ticker }

// A tick may wait, but nothing says so.
func (b *beat) halt() {
	b.t.Stop()
	<-b.t.C // want `blocks for ever: Stop at stopped.go:9 kept`
}

func drainLast(d time.Duration, done chan bool) {
	t := time.NewTicker(d)
	defer func() {
		t.Stop()
		<-t.C // want `blocks for ever: Stop at stopped.go:16 kept`
	}()
	for {
		select {
		case <-t.C:
		case <-done:
			return
		}
	}
}

func twoTicks() {
	t := time.NewTicker(time.Millisecond)
	time.Sleep(time.Second)
	t.Stop()
	<-t.C
	<-t.C // want `blocks for ever: the channel was already drained at stopped.go:32`
}

// The ticker goes on.
func afterSleep() {
	t := time.NewTicker(time.Millisecond)
	defer t.Stop()
	time.Sleep(time.Second)
	<-t.C
	<-t.C
}

// A tick that waited is taken while the ticker runs.
func firstThenStop(d time.Duration) {
	t := time.NewTicker(d)
	<-t.C
	t.Stop()
	if len(t.C) > 0 {
		<-t.C
	}
}
