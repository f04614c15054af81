// Package stopped makes timers that are not to run yet.
package stopped

import "time"

// row 20: the way to make a stopped timer before Go 1.23, right after it too.
func drained(ch chan int, d time.Duration) {
	t := time.NewTimer(0)
	if !t.Stop() {
		<-t.C
	}
	for range ch {
		t.Reset(d)
		<-t.C
	}
}

// row 20: the same by a receive.
func received(ch chan int, d time.Duration) {
	t := time.NewTimer(0)
	<-t.C
	for range ch {
		t.Reset(d)
		<-t.C
	}
}

// row 20b: fires at once, so that Stop may come too late.
func notDrained(ch chan int, d time.Duration) {
	t := time.NewTimer(0)
	t.Stop()
	<-ch
	t.Reset(d) // want "Reset after a Stop without drain.*stale"
	<-t.C
}

// row 20b, the right way: an hour does not pass before Stop.
func longEnough(ch chan int, d time.Duration) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	<-ch
	t.Reset(d)
	<-t.C
}

// row 20b, the right way: drained without blocking.
func drainedLater(ch chan int, d time.Duration) {
	t := time.NewTimer(0)
	t.Stop()
	select {
	case <-t.C:
	default:
	}
	<-ch
	t.Reset(d)
	<-t.C
}
