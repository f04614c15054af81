// Package a has a finding in a file that b imports, and no tests of its own.
package a

import "time"

// Ticks panics.
func Ticks() <-chan time.Time {
	return time.NewTicker(0).C // want
}
