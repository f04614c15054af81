// Every check that went well left a goroutine behind.
//
// A goroutine waits for the timeout, and success stops the timer. Stop does not
// close the channel: the goroutine waits for ever.
//
// Link: https://github.com/sapcc/kubernikus/pull/333
// Idiom: Stop while another goroutine only receives
// Outcome: leaks
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
	go func() {
		<-timer.C // BUG: after Stop nothing comes
		log.Print(node, " does not answer")
	}()
	if check() == nil {
		timer.Stop()
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
