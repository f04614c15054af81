// Package ignored has findings that somebody has judged.
package ignored

import "time"

// row 06: the line above explains.
func above(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	//lint:ignore timerreset a test of the directive
	<-t.C
}

// row 06: the same line explains.
func same(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	<-t.C //nolint:timerreset // a test of the directive
}

// row 06: a directive for another analyzer.
func other(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	<-t.C //nolint:errcheck // want "blocks for ever: the value was already received"
}
