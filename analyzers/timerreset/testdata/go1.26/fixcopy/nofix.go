package fixcopy

import "time"

type clock struct{ time.Ticker }

// row 14e: no fix: the type of the field has to change.
func newClock(d time.Duration) *clock {
	return &clock{*time.NewTicker(d)} // want "copy of a time.Ticker"
}
