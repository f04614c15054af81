// Package goroutine shares timers between goroutines.
package goroutine

import (
	"sync"
	"time"
)

// row 17: Stop does not wake the goroutine.
func stopped(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	go func() {
		<-t.C // want "blocks for ever once Stop at goroutine.go"
		work()
	}()
	<-ch
	t.Stop()
}

// row 17, the right way: another channel wakes it.
func stoppedDone(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	done := make(chan struct{})
	go func() {
		select {
		case <-t.C:
			work()
		case <-done:
		}
	}()
	<-ch
	t.Stop()
	close(done)
}

// row 17, the right way: Reset lets it fire later.
func renewed(ch chan int) {
	t := time.NewTimer(time.Hour)
	go func() {
		<-t.C
		work()
	}()
	t.Reset(time.Minute)
}

// row 17b: the other goroutine may get the old value after Reset.
func resetShared(in chan int, done chan struct{}, d time.Duration) {
	t := time.NewTimer(d)
	go func() {
		for {
			select {
			case <-t.C:
				work()
			case <-done:
				return
			}
		}
	}()
	for range in {
		t.Reset(d)
	}
}

// row 17b, the right way: one goroutine does both.
func resetOwn(in chan int, done chan struct{}, d time.Duration) {
	t := time.NewTimer(d)
	go func() {
		for {
			select {
			case <-t.C:
				work()
				t.Reset(d)
			case <-in:
				if !t.Stop() {
					<-t.C
				}
				t.Reset(d)
			case <-done:
				return
			}
		}
	}()
}

// row 17c: the goroutine may have taken the value.
func drainShared(ch chan int, done chan struct{}, d time.Duration) {
	t := time.NewTimer(d)
	go func() {
		select {
		case <-t.C:
			work()
		case <-done:
		}
	}()
	<-ch
	if !t.Stop() {
		<-t.C // want "blocks for ever when the goroutine started at goroutine.go"
	}
	close(done)
}

// row 17c, the right way: the drain does not block.
func drainSharedNonBlocking(ch chan int, done chan struct{}, d time.Duration) {
	t := time.NewTimer(d)
	go func() {
		select {
		case <-t.C:
			work()
		case <-done:
		}
	}()
	<-ch
	if !t.Stop() {
		select {
		case <-t.C:
		default:
		}
	}
	close(done)
}

// row 17c, the right way: a timer for each.
func twoTimers(ch chan int, d time.Duration) {
	t, u := time.NewTimer(d), time.NewTimer(d)
	go func() {
		<-u.C
		work()
	}()
	<-ch
	if !t.Stop() {
		<-t.C
	}
}

// row 18c: the deferred Stop runs while the goroutine still needs the ticks.
func deferredStop(d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop() // want "deferred Stop runs as soon as deferredStop returns"
	go func() {
		for {
			<-t.C
			work()
		}
	}()
}

// row 18c: by range.
func deferredStopRange(d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop() // want "deferred Stop runs as soon as deferredStopRange returns"
	go func() {
		for range t.C {
			work()
		}
	}()
}

// row 18c, the right way: the goroutine stops it.
func deferredInGoroutine(done chan struct{}, d time.Duration) {
	t := time.NewTicker(d)
	go func() {
		defer t.Stop()
		for {
			select {
			case <-t.C:
				work()
			case <-done:
				return
			}
		}
	}()
}

// row 18c, the right way: the function waits for the goroutine.
func deferredWaits(d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for i := 0; i < 3; i++ {
			<-t.C
			work()
		}
	}()
	wg.Wait()
}

// row 18c, the right way: another channel ends the goroutine.
func deferredDone(d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop()
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			select {
			case <-t.C:
				work()
			case <-done:
				return
			}
		}
	}()
}

func work() {}

// row 18c: with another case the goroutine ends, but it never gets a tick.
func startsSelecting(done chan struct{}, d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop() // want "runs as soon as startsSelecting returns.*gets nothing any more"
	go func() {
		for {
			select {
			case <-t.C:
				work()
			case <-done:
				return
			}
		}
	}()
}

// row 18c: the ticker is an argument.
func startsGiven(done chan struct{}, d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop() // want "runs as soon as startsGiven returns.*gets nothing any more"
	go poll(t, done)
}

func poll(t *time.Ticker, done chan struct{}) {
	for {
		select {
		case <-t.C:
			work()
		case <-done:
			return
		}
	}
}

// row 18c, the right way: the function waits for the goroutine.
func waitsForGiven(done chan struct{}, d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop()
	go poll(t, done)
	<-done
}
