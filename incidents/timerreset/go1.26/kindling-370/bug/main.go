// A profiler's trigger could block the thread that stops it.
//
// Two goroutines receive from one timer: one waits for it to send the events,
// the other one drains it. Whoever comes second waits for ever.
//
// Link: https://github.com/KindlingProject/kindling/issues/370
// Idiom: drain while another goroutine receives
// Outcome: blocks
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type trigger struct {
	sent chan struct{}
}

// run sends the events after the delay, or when asked to stop before.
func (t *trigger) run(delay time.Duration, stop <-chan struct{}) {
	timer := time.NewTimer(delay)
	go func() {
		<-timer.C
		close(t.sent)
	}()

	<-stop
	if !timer.Stop() {
		<-timer.C // BUG: the goroutine above may have received it
	}
}

func main() {
	t := &trigger{sent: make(chan struct{})}
	stop := make(chan struct{})
	go func() {
		<-t.sent
		close(stop)
	}()
	watch.Returns(time.Second, func() { t.run(10*time.Millisecond, stop) })
}
