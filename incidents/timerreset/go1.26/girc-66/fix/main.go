// The fix: nobody uses the timer again, so that there is nothing to drain.
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
	defer t.Stop()

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
