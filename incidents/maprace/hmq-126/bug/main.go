// A broker died when publishers were busy.
//
// Each packet that is registered leaves a timer behind, which removes what is
// too old while the next packets are registered.
//
// Link: https://github.com/fhmq/hmq/pull/126
// Idiom: no lock at all
// Source: timer callbacks
package main

import "time"

type client struct {
	awaiting map[int]time.Time
}

func (c *client) register(id int) {
	c.awaiting[id] = time.Now() // BUG: the timer of an earlier packet iterates
	time.AfterFunc(time.Microsecond, c.expire)
}

func (c *client) expire() {
	for id, since := range c.awaiting { // OTHER
		if time.Since(since) > time.Millisecond {
			delete(c.awaiting, id) // BUG: and so does another timer
		}
	}
}

func main() {
	c := &client{awaiting: make(map[int]time.Time)}
	for id := range 100000 {
		c.register(id % 1000)
	}
}
