package main

import "time"

// row 03: only wrong under the old semantics.
func stale(d time.Duration) {
	t := time.NewTimer(d)
	work()
	t.Stop()
	t.Reset(d) // want "stale"
	<-t.C
}

// row 08: only wrong under the new semantics.
func blocks() {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	t.Stop()
	<-t.C
}

func work() {}

func main() {}
