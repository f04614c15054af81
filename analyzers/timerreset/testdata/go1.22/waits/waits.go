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
	case <-t.C: // want `this case never runs: the timer is stopped at waits.go:51, and nothing Resets it before this select`
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
	case <-t.C: // want `this case never runs: the timer is stopped at waits.go:62, and nothing Resets it before this select`
	}
}

// Long enough: it cannot have fired.
func made(done chan bool) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	select {
	case <-done:
	case <-t.C: // want `this case never runs: the timer is stopped at waits.go:76, and nothing Resets it before this select`
	}
}

// The result decides: it was stopped.
func decided(d time.Duration, done, work chan bool) {
	t := time.NewTimer(d)
	<-work
	if !t.Stop() {
		return
	}
	select {
	case <-done:
	case <-t.C: // want `this case never runs: the timer is stopped at waits.go:87, and nothing Resets it before this select`
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

func answered(in chan int, slow chan bool, d time.Duration) int {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case v := <-in:
		return v
	case <-t.C:
		slow <- true
	}
	select {
	case v := <-in:
		return v
	case <-t.C: // want `this case never runs: the timer's value is received at waits.go:114, and nothing Resets it before this select`
		return 0
	}
}

func again(in chan int, slow chan bool, d time.Duration) int {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case v := <-in:
		return v
	case <-t.C:
		slow <- true
		t.Reset(d)
	}
	select {
	case v := <-in:
		return v
	case <-t.C:
		return 0
	}
}

// Off until the first message.
func first(in chan int, d time.Duration) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	on := false
	for {
		select {
		case <-in:
			if !on {
				t.Reset(d)
				on = true
			}
		case <-t.C:
			return
		}
	}
}

func off(in chan int) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	for {
		select {
		case <-in:
		case <-t.C: // want `this case never runs: the timer is stopped at waits.go:163`
			return
		}
	}
}

// On only if there is a limit.
func limited(in chan int, d time.Duration) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	if d > 0 {
		t.Reset(d)
	}
	select {
	case <-in:
	case <-t.C:
	}
}

type shared struct{ t *time.Timer }

func (s *shared) touch() { s.t.Reset(time.Second) }

func (s *shared) wait(in chan int) {
	s.t.Stop()
	select {
	case <-in:
	case <-s.t.C:
	}
}

func given(in chan int, reset func(*time.Timer)) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	reset(t)
	select {
	case <-in:
	case <-t.C:
	}
}

func later(in chan int) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	time.AfterFunc(time.Second, func() { t.Reset(time.Second) })
	select {
	case <-in:
	case <-t.C:
	}
}
