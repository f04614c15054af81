package main

import "time"

func renew(t *time.Timer, d time.Duration) {
	t.Stop()
}

func main() {}
