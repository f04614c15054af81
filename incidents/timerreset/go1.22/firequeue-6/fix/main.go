// The fix: a Timer, for which zero means at once.
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
	timer := time.NewTimer(interval)
	defer timer.Stop()
	for len(q.records) > 0 {
		<-timer.C
		interval = q.put()
		timer.Reset(interval)
	}
}

func main() {
	q := &queue{records: []string{"a", "b", "c"}}
	watch.Returns(2*time.Second, q.loop)
}
