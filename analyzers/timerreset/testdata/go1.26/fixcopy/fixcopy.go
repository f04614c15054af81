// Package fixcopy copies timers that a suggested fix keeps as pointers.
package fixcopy

import "time"

// row 14b: Stop of the copy.
func timer(d time.Duration) {
	t := *time.NewTimer(d) // want "copy of a time.Timer"
	t.Stop()
}

// row 14d: Stop of a ticker's copy.
func ticker(d time.Duration) {
	t := *time.NewTicker(d) // want "copy of a time.Ticker"
	defer t.Stop()
	<-t.C
}
