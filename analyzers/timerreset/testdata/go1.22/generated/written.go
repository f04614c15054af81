// Package generated has a file that a generator wrote and one that a person did.
package generated

import "time"

// row 06: somebody edits this one.
func written(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	if !t.Stop() {
		<-t.C // want "blocks for ever: the value was already received"
	}
}
