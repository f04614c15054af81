// Package quiet holds what is not reported without the flag low.
package quiet

import "time"

// row 09b: it may fire between the drain and Reset.
func drainWithoutStop(d time.Duration) {
	t := time.NewTimer(d)
	work()
	select {
	case <-t.C:
	default:
	}
	t.Reset(d)
	<-t.C
}

// row 09b, the right way.
func drainAfterStop(d time.Duration) {
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

// row 10: the value may be on its way.
func length(d time.Duration) {
	t := time.NewTimer(d)
	work()
	t.Stop()
	if len(t.C) > 0 {
		<-t.C
	}
}

// row 14: a copy that is only received from.
func copied(d time.Duration) {
	t := *time.NewTimer(d)
	<-t.C
}

// row 14, the right way.
func pointer(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
}

// row 16: a tick may be pending.
func ticker(d time.Duration) {
	t := time.NewTicker(time.Millisecond)
	defer t.Stop()
	time.Sleep(10 * time.Millisecond)
	t.Reset(d)
	<-t.C
}

// row 16, the right way: the pending tick is dropped.
func tickerDrained(d time.Duration) {
	t := time.NewTicker(time.Millisecond)
	defer t.Stop()
	time.Sleep(10 * time.Millisecond)
	t.Stop()
	select {
	case <-t.C:
	default:
	}
	t.Reset(d)
	<-t.C
}

func work() {}
