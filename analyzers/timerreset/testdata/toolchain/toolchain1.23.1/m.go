package main

import "time"

func renew(t *time.Timer, d time.Duration) {
	t.Stop() // want "go.mod names go1.23.1, whose runtime has a timer bug: Timer.Stop can return false"
}

func main() {}
