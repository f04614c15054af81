// The fix: the helper drains without blocking.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type partition struct {
	messages chan int
	maxWait  time.Duration
	late     int
}

// restart stops and re-arms a timer, whether its value was received or not.
func restart(t *time.Timer, d time.Duration) {
	if !t.Stop() {
		select {
		case <-t.C:
		default:
		}
	}
	t.Reset(d)
}

// feed hands out messages and counts those that nobody takes in time.
func (p *partition) feed(messages []int) {
	expiry := time.NewTimer(p.maxWait)
	for _, m := range messages {
		restart(expiry, p.maxWait)
		select {
		case p.messages <- m:
		case <-expiry.C:
			p.late++
		}
	}
}

func main() {
	p := &partition{messages: make(chan int), maxWait: 20 * time.Millisecond}
	watch.Returns(time.Second, func() { p.feed([]int{1, 2, 3}) })
}
