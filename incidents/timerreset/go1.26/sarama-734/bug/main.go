// A consumer hung as soon as its user was slower than the processing time it allows.
//
// The loop re-arms one timer for every message with a helper that drains it. In
// the turn after a timeout the value is gone already.
//
// Link: https://github.com/IBM/sarama/pull/734
// Idiom: drain after the value was received, in a helper
// Outcome: blocks
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

// restart stops, drains and re-arms a timer whose value nobody has received.
func restart(t *time.Timer, d time.Duration) {
	if !t.Stop() {
		<-t.C
	}
	t.Reset(d)
}

// feed hands out messages and counts those that nobody takes in time.
func (p *partition) feed(messages []int) {
	expiry := time.NewTimer(p.maxWait)
	for _, m := range messages {
		restart(expiry, p.maxWait) // BUG: the last turn may have received the value
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
