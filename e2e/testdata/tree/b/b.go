// Package b imports a, and has tests within and without.
package b

import (
	"time"

	"example.com/tree/a"
)

// Wait receives twice from a timer that fires once.
func Wait(d time.Duration) {
	<-a.Ticks()
	t := time.NewTimer(d)
	<-t.C
	if !t.Stop() {
		<-t.C // want
	}
}
