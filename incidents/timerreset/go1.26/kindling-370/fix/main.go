// The fix: one goroutine owns the timer and receives from it.
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
	defer timer.Stop()
	select {
	case <-timer.C:
		close(t.sent)
	case <-stop:
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
