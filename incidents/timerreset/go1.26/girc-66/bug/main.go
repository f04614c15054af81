// A client that could not deliver an event in time never came back from trying.
//
// The select receives the timeout; on return the deferred drain waits for it a
// second time. golang/go#27169 has the same from many others: it follows the
// documentation of Stop to the letter, but for one condition.
//
// Link: https://github.com/lrstanley/girc/pull/66
// Idiom: deferred drain after the value was received
// Outcome: blocks
package main

import (
	"log"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type client struct {
	rx      chan string
	timeout time.Duration
}

func (c *client) receive(event string) {
	t := time.NewTimer(c.timeout)
	defer func() {
		if !t.Stop() {
			<-t.C // BUG: the select may have received it
		}
	}()

	select {
	case c.rx <- event:
	case <-t.C:
		log.Print("dropped: ", event)
	}
}

func main() {
	c := &client{rx: make(chan string), timeout: 20 * time.Millisecond}
	watch.Returns(time.Second, func() { c.receive("PING") })
}
