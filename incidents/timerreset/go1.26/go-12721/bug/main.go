// A timer that was only declared panics at its first Reset.
//
// "var t time.Timer" reads like the zero values of sync, which are ready to
// use. Only NewTimer and AfterFunc make timers.
//
// Link: https://github.com/golang/go/issues/12721
// Idiom: Reset of a zero Timer
// Outcome: panics
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type tailer struct {
	lines chan string
	idle  time.Timer
}

// next returns the next line, or "" if there is none for a while.
func (t *tailer) next(wait time.Duration) string {
	t.idle.Reset(wait) // BUG: not made by NewTimer
	defer t.idle.Stop()
	select {
	case line := <-t.lines:
		return line
	case <-t.idle.C:
		return ""
	}
}

func main() {
	t := &tailer{lines: make(chan string)}
	watch.Returns(time.Second, func() { t.next(10 * time.Millisecond) })
}
