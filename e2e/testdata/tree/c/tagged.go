//go:build special

package c

import "time"

// Special is only built with its tag.
func Special() { time.NewTicker(0) }
