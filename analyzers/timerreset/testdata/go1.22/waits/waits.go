// Package waits selects on timers that were stopped and not drained.
package waits

import "time"

func until(at time.Time, gone chan bool) {
	t := time.NewTimer(0)
	t.Stop()
	if !at.IsZero() {
		t = time.NewTimer(time.Until(at))
	}
	select {
	case <-gone:
	case <-t.C: // want `this case may run at once: Stop at waits.go:8 does not drain the channel`
	}
}

func canceled(d time.Duration, msgs chan string, cancel chan bool) int {
	t := time.NewTimer(d)
	n := 0
	for {
		select {
		case <-cancel:
			t.Stop()
		case <-msgs:
			n++
		case <-t.C: // want `this case may run at once: Stop at waits.go:24 does not drain the channel`
			return n
		}
	}
}

type job struct{ timeout *time.Timer }

func (j *job) wait(d time.Duration, done chan bool) bool {
	j.timeout = time.NewTimer(d)
	if <-done {
		j.timeout.Stop()
	}
	select {
	case <-done:
		return true
	case <-j.timeout.C: // want `this case may run at once: Stop at waits.go:38 does not drain the channel`
		return false
	}
}

// Drained, in each way.
func drained(done chan bool) {
	t := time.NewTimer(0)
	if !t.Stop() {
		<-t.C
	}
	select {
	case <-done:
	case <-t.C:
	}
}

func polled(done chan bool) {
	t := time.NewTimer(0)
	t.Stop()
	select {
	case <-t.C:
	default:
	}
	select {
	case <-done:
	case <-t.C:
	}
}

// Long enough: it cannot have fired.
func made(done chan bool) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	select {
	case <-done:
	case <-t.C:
	}
}

// The result decides.
func decided(d time.Duration, done, work chan bool) {
	t := time.NewTimer(d)
	<-work
	if !t.Stop() {
		return
	}
	select {
	case <-done:
	case <-t.C:
	}
}

// Another timer by then.
func replaced(d time.Duration, done, work chan bool) {
	t := time.NewTimer(d)
	<-work
	t.Stop()
	t = time.NewTimer(d)
	select {
	case <-done:
	case <-t.C:
	}
}
