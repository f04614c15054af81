// Package loop leaves and continues loops in unusual ways.
package loop

import "time"

// row 06: a labelled continue passes the Reset by.
func labelled(in, stop chan int, d time.Duration) {
	t := time.NewTimer(d)
outer:
	for {
		if !t.Stop() {
			<-t.C // want "blocks for ever: the value was already received"
		}
		t.Reset(d)
		for {
			select {
			case <-t.C:
				continue outer
			case <-in:
			case <-stop:
				return
			}
		}
	}
}

// row 06, the right way: the label leaves the outer loop.
func leaves(in chan int, d time.Duration) {
	t := time.NewTimer(d)
outer:
	for {
		if !t.Stop() {
			<-t.C
		}
		t.Reset(d)
		for i := 0; i < 10; i++ {
			select {
			case <-t.C:
				break outer
			case <-in:
			}
		}
	}
	work()
}

// row 06: break leaves the select only.
func breaks(in chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
			break
		case <-in:
			if !t.Stop() {
				<-t.C // want "blocks for ever: the value was already received"
			}
			t.Reset(d)
		}
	}
}

// row 06: by goto.
func jumps(in chan int, d time.Duration) {
	t := time.NewTimer(d)
again:
	select {
	case <-t.C:
		goto again
	case v := <-in:
		if v > 0 {
			if !t.Stop() {
				<-t.C // want "blocks for ever: the value was already received"
			}
			t.Reset(d)
			goto again
		}
	}
}

// row 18: three-part loop, Reset in the post statement.
func post(n int, d time.Duration) {
	t := time.NewTimer(d)
	for i := 0; i < n; i++ {
		<-t.C
		work()
		t.Reset(d)
	}
}

// row 20: a debounce loop that starts stopped.
func debounce(in, out chan int, d time.Duration) {
	t := time.NewTimer(d)
	if !t.Stop() {
		<-t.C
	}
	for {
		select {
		case v := <-in:
			if v < 0 {
				return
			}
			if !t.Stop() {
				select {
				case <-t.C:
				default:
				}
			}
			t.Reset(d)
		case <-t.C:
			out <- 1
		}
	}
}

// row 06: an element per round is another timer.
func perRound(timers chan *time.Timer) {
	for t := range timers {
		if !t.Stop() {
			<-t.C
		}
	}
}

func work() {}
