// Package c receives from the channel of a timer that has none.
package c

import "time"

// Never blocks for ever.
func Never(d time.Duration, f func()) {
	t := time.AfterFunc(d, f)
	<-t.C // want
}
