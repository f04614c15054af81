// Package length asks how many values wait in a timer's channel.
package length

import "time"

// row 10: only the drain depends on the length: dead code since Go 1.23, and
// nearly right before.
func drain(d time.Duration) {
	t := time.NewTimer(d)
	work()
	t.Stop()
	if len(t.C) > 0 {
		<-t.C
	}
	t.Reset(d)
	<-t.C
}

// row 10b: the length tells whether the timer has fired.
func expired(t *time.Timer) bool {
	return len(t.C) > 0 // want "len of a timer's channel is always 0 since Go 1.23"
}

// row 10b: a loop that waits for it.
func spin(t *time.Timer) {
	for len(t.C) == 0 { // want "len of a timer's channel is always 0 since Go 1.23"
		work()
	}
}

// row 10b: a ticker's.
func missed(t *time.Ticker) bool {
	return len(t.C) == cap(t.C) // want "len of a timer's channel" "cap of a timer's channel"
}

// row 10b: an alias of the channel.
func expiredAlias(d time.Duration) bool {
	t := time.NewTimer(d)
	c := t.C
	work()
	return len(c) > 0 // want "len of a timer's channel is always 0 since Go 1.23"
}

// row 10b, the right way: a poll.
func poll(t *time.Timer) bool {
	select {
	case <-t.C:
		return true
	default:
		return false
	}
}

// row 10b: other channels have a length.
func other(ch chan time.Time) bool {
	return len(ch) > 0 && cap(ch) > 1
}

func work() {}
