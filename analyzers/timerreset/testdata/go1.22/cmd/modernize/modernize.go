// Package modernize drains where it was needed before Go 1.23; the flag
// modernize tells.
package main

import "time"

// row 04: needed before Go 1.23, and right since.
func reset(t *time.Timer, d time.Duration) {
	if !t.Stop() {
		<-t.C
	}
	t.Reset(d)
}

// row 09: without blocking.
func resetNonBlocking(t *time.Timer, d time.Duration) {
	if !t.Stop() {
		select {
		case <-t.C:
		default:
		}
	}
	t.Reset(d)
}

// row 04: the drain does more than drain.
func count(t *time.Timer, d time.Duration) {
	if !t.Stop() {
		<-t.C
		late++
	}
	t.Reset(d)
}

// row 05: Stop's result is used.
func stopped(t *time.Timer) bool {
	return !t.Stop()
}

var late int

func main() {}
