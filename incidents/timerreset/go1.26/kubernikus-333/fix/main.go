// The fix: the goroutine also waits for the end of the check.
package main

import (
	"log"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type checker struct {
	timeout time.Duration
}

func (c *checker) run(node string, check func() error) {
	timer := time.NewTimer(c.timeout)
	done := make(chan struct{})
	go func() {
		select {
		case <-timer.C:
			log.Print(node, " does not answer")
		case <-done:
		}
	}()
	if check() == nil {
		timer.Stop()
		close(done)
	}
}

func main() {
	c := &checker{timeout: time.Minute}
	watch.Goroutines(func() {
		for _, node := range []string{"a", "b", "c"} {
			c.run(node, func() error { return nil })
		}
	})
}
