package m

import "time"

func renew(t *time.Timer, d time.Duration) {
	t.Reset(d) // want "go.mod names go1.14, whose runtime has a timer bug: Timer.Reset can deadlock the process .golang/go#38070"
}
