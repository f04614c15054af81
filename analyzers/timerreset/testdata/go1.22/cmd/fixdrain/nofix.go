package main

import "time"

// row 06: no fix: whoever waits for a value must not stop waiting.
func twice(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	println()
	<-t.C // want "blocks for ever: the value was already received"
}
