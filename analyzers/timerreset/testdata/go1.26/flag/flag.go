// Package flag remembers in variables what a timer is doing.
package flag

import "time"

// row 06, the right way: a flag tells that the value was received.
func timedOut(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	timedOut := false
	select {
	case <-t.C:
		timedOut = true
	case <-ch:
	}
	if !timedOut && !t.Stop() {
		<-t.C
	}
}

// row 06: the flag is the wrong way round.
func timedOutInverted(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	timedOut := false
	select {
	case <-t.C:
		timedOut = true
	case <-ch:
	}
	if timedOut && !t.Stop() {
		<-t.C // want "blocks for ever: the value was already received"
	}
}

// row 06, the right way: a flag that is kept from round to round.
func timerRunning(in, out chan int, d time.Duration) {
	t := time.NewTimer(d)
	running := true
	for {
		select {
		case <-t.C:
			running = false
			out <- 1
		case v := <-in:
			if v < 0 {
				return
			}
			if running && !t.Stop() {
				<-t.C
			}
			t.Reset(d)
			running = true
		}
	}
}

// row 06: the flag is not cleared.
func timerRunningForgotten(in, out chan int, d time.Duration) {
	t := time.NewTimer(d)
	running := true
	for {
		select {
		case <-t.C:
			out <- 1
		case v := <-in:
			if v < 0 {
				return
			}
			if running && !t.Stop() {
				<-t.C // want "blocks for ever: the value was already received"
			}
			t.Reset(d)
			running = true
		}
	}
}

// row 07, the right way: a stopped timer is marked as such.
func stopped(in chan int, d time.Duration) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	running := false
	for v := range in {
		if running && !t.Stop() {
			<-t.C
		}
		running = v > 0
		if running {
			t.Reset(d)
		}
	}
}

// row 06, the right way: the result of the wait decides.
func result(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	if fired := wait(t, ch); fired {
		return
	}
	if !t.Stop() {
		<-t.C
	}
}

// row 06: it decides the wrong way round.
func resultInverted(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	if fired := wait(t, ch); !fired {
		return
	}
	if !t.Stop() {
		<-t.C // want "blocks for ever: the value was already received"
	}
}

func wait(t *time.Timer, ch chan int) bool {
	select {
	case <-t.C:
		return true
	case <-ch:
		return false
	}
}

// row 06, the right way: nil means that nothing runs.
func nilTimer(in, out chan int, d time.Duration) {
	var t *time.Timer
	var fire <-chan time.Time
	for {
		select {
		case <-fire:
			t, fire = nil, nil
			out <- 1
		case v := <-in:
			if t != nil && !t.Stop() {
				<-t.C
			}
			if v < 0 {
				return
			}
			t = time.NewTimer(d)
			fire = t.C
		}
	}
}

// row 06, the right way: a count tells whether the timer is armed.
func counted(in, out chan int, d time.Duration) {
	t := time.NewTimer(d)
	active := 0
	for {
		select {
		case <-in:
			if active == 0 && !t.Stop() {
				<-t.C
			}
			active++
		case <-out:
			active--
			if active == 0 {
				t.Reset(d)
			}
		case <-t.C:
			return
		}
	}
}
