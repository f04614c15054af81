package main

import "time"

func renew(t *time.Timer, d time.Duration) {
	t.Reset(d) // want "go.mod names go1.16, whose runtime has a timer bug: Timer.Reset can be lost"
}

func main() {}
