// Package drain receives from a timer's channel after Stop.
package main

import "time"

// row 04: the value has arrived, and nobody has received it.
func expired() {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	if !t.Stop() {
		<-t.C
	}
}

// row 05: the timer is still running.
func running(d time.Duration) {
	t := time.NewTimer(d)
	work()
	if !t.Stop() {
		<-t.C
	}
	t.Reset(d)
	<-t.C
}

// row 06: the value was received.
func received(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	if !t.Stop() {
		<-t.C // want "blocks for ever: the value was already received at drain.go"
	}
}

// row 06: one case of the select received it.
func selected(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	select {
	case <-t.C:
	case <-ch:
	}
	if !t.Stop() {
		<-t.C // want "blocks for ever: the value was already received"
	}
}

// row 06: the drain stands in the case that received.
func inItsCase(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
			if !t.Stop() {
				<-t.C // want "blocks for ever: the value was already received"
			}
			t.Reset(d)
		case <-ch:
			return
		}
	}
}

// row 06: an earlier round received it, and did not Reset.
func earlierRound(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
			work()
		case v := <-ch:
			if v < 0 {
				return
			}
			if !t.Stop() {
				<-t.C // want "blocks for ever: the value was already received"
			}
			t.Reset(d)
		}
	}
}

// row 06: the wrong way round of earlierRound: the drain opens the round.
func openingRound(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		if !t.Stop() {
			<-t.C // want "blocks for ever: the value was already received"
		}
		t.Reset(d)
		select {
		case <-t.C:
			work()
		case v := <-ch:
			if v < 0 {
				return
			}
		}
	}
}

// row 06: a continue passes the Reset by.
func continues(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			if busy() {
				continue
			}
			t.Reset(d)
		case <-ch:
			if !t.Stop() {
				<-t.C // want "blocks for ever: the value was already received"
			}
			t.Reset(d)
		}
	}
}

// row 06: two receives in a row need no Stop to block.
func twice(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	<-t.C // want "blocks for ever: the value was already received"
}

// row 06, the right way: the receiving case returns.
func returns(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
			return
		case <-ch:
		}
		if !t.Stop() {
			<-t.C
		}
		t.Reset(d)
	}
}

// row 06, the right way: the receiving case Resets on each of its paths.
func resets(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
			if busy() {
				t.Reset(2 * d)
			} else {
				t.Reset(d)
			}
		case v := <-ch:
			if v < 0 {
				return
			}
			if !t.Stop() {
				<-t.C
			}
			t.Reset(d)
		}
	}
}

// row 06, the right way: the drain does not block.
func nonBlocking(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
			work()
		case v := <-ch:
			if v < 0 {
				return
			}
		}
		if !t.Stop() {
			select {
			case <-t.C:
			default:
			}
		}
		t.Reset(d)
	}
}

// row 06, the right way: a new timer in each round.
func fresh(ch chan int, d time.Duration) {
	for {
		t := time.NewTimer(d)
		select {
		case <-t.C:
			return
		case <-ch:
			if !t.Stop() {
				<-t.C
			}
		}
	}
}

// row 06, the right way: the receiving case panics.
func aborts(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	select {
	case <-t.C:
		panic("timeout")
	case <-ch:
	}
	if !t.Stop() {
		<-t.C
	}
}

// row 07: the second Stop finds the timer stopped.
func stoppedTwice() {
	t := time.NewTimer(time.Hour)
	t.Stop()
	if !t.Stop() {
		<-t.C // want "blocks for ever: Stop at drain.go"
	}
}

// row 07: a timer that was made stopped is stopped again before its first use.
func madeStopped(ch chan int, d time.Duration) {
	t := time.NewTimer(time.Hour)
	t.Stop()
	for range ch {
		if !t.Stop() {
			<-t.C // want "blocks for ever: (Stop|the value)"
		}
		t.Reset(d)
		select {
		case <-t.C:
			return
		case <-ch:
		}
	}
}

// row 07, the right way: a drained timer is not drained again.
func stoppedOnce(d time.Duration) {
	t := time.NewTimer(d)
	if !t.Stop() {
		<-t.C
	}
	t.Reset(d)
	if !t.Stop() {
		<-t.C
	}
}

// row 07b: the first Stop takes the value away since Go 1.23; before, it is
// still there for the drain.
func valueTakenAway() {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	t.Stop()
	if !t.Stop() {
		<-t.C
	}
}

// row 07b, the right way under both semantics.
func valueDrained() {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	t.Stop()
	select {
	case <-t.C:
	default:
	}
}

// row 08: an unconditional drain of a timer that has fired.
func unconditional() {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	t.Stop()
	<-t.C
}

// row 08, the right way: Stop's result decides.
func conditional() {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	stopped := t.Stop()
	if !stopped {
		<-t.C
	}
}

// row 08b: an unconditional drain of a timer that has not fired.
func unconditionalRunning() {
	t := time.NewTimer(time.Hour)
	t.Stop()
	<-t.C // want "blocks for ever: Stop at drain.go"
}

// row 08b: whether it has fired does not matter where one of the two blocks.
func unconditionalUnknown(d time.Duration) {
	t := time.NewTimer(d)
	work()
	t.Stop()
	<-t.C // want "blocks for ever: Stop at drain.go"
}

// row 08b, the right way: no Stop before the receive.
func waits() {
	t := time.NewTimer(time.Hour)
	<-t.C
	t.Stop()
}

// row 08c: the condition is the wrong way round.
func inverted(d time.Duration) {
	t := time.NewTimer(d)
	work()
	if t.Stop() {
		<-t.C // want "blocks for ever: Stop at drain.go"
	}
}

// row 08c: inverted by a variable.
func invertedVariable(d time.Duration) {
	t := time.NewTimer(d)
	work()
	if stopped := t.Stop(); stopped {
		<-t.C // want "blocks for ever: Stop at drain.go"
	}
}

// row 08c, the right way: the other branch drains.
func otherBranch(d time.Duration) bool {
	t := time.NewTimer(d)
	work()
	if t.Stop() {
		return true
	}
	<-t.C
	return false
}

// row 08d: inverted, and the timer has fired. Before Go 1.23 the drain is
// skipped and the value stays.
func invertedExpired(d time.Duration) {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	if t.Stop() {
		<-t.C
	}
	t.Reset(d) // want "stale"
	<-t.C
}

// row 08d, the right way.
func notInverted(d time.Duration) {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	if !t.Stop() {
		<-t.C
	}
	t.Reset(d)
	<-t.C
}

// row 09: the non-blocking drain after Stop is right everywhere.
func nonBlockingReset(d time.Duration) {
	t := time.NewTimer(d)
	work()
	t.Stop()
	select {
	case <-t.C:
	default:
	}
	t.Reset(d)
	<-t.C
}

// row 21: polling without Stop.
func polls(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	for i := 0; i < 3; i++ {
		select {
		case <-t.C:
			return true
		default:
			work()
		}
	}
	return false
}

func work()      {}
func busy() bool { return len(name) > 3 }

var name string

func main() {}
