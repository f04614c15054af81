// Package n is in a module of its own.
package n

import "time"

// Ticks panics.
func Ticks() { time.NewTicker(-1) } // want
