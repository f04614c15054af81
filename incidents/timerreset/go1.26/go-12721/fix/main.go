// The fix: NewTimer makes the timer, one for each wait.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type tailer struct {
	lines chan string
}

// next returns the next line, or "" if there is none for a while.
func (t *tailer) next(wait time.Duration) string {
	idle := time.NewTimer(wait)
	defer idle.Stop()
	select {
	case line := <-t.lines:
		return line
	case <-idle.C:
		return ""
	}
}

func main() {
	t := &tailer{lines: make(chan string)}
	watch.Returns(time.Second, func() { t.next(10 * time.Millisecond) })
}
