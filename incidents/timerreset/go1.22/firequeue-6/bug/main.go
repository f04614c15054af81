// A queue for Firehose died, or hung, of its first interval, which was zero.
//
// Zero should mean "at once". Reset of a Ticker takes it for a mistake and
// panics; before Go 1.18 it locked itself up instead, golang/go#49315.
//
// Link: https://github.com/natureglobal/firequeue/pull/6
// Idiom: Ticker.Reset with an interval of zero
// Outcome: panics
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type queue struct {
	records []string
	sent    int
}

// put sends one record and says when to send the next.
func (q *queue) put() time.Duration {
	q.records = q.records[1:]
	q.sent++
	return time.Millisecond
}

func (q *queue) loop() {
	var interval time.Duration // the first record goes out at once
	ticker := time.NewTicker(1)
	defer ticker.Stop()
	for len(q.records) > 0 {
		ticker.Reset(interval) // BUG: zero in the first turn
		<-ticker.C
		interval = q.put()
	}
}

func main() {
	q := &queue{records: []string{"a", "b", "c"}}
	watch.Returns(2*time.Second, q.loop)
}
