// A broker died when publishers were busy.
//
// Each packet that is registered leaves a timer behind, which removes what is
// too old while the next packets are registered.
//
// Link: https://github.com/fhmq/hmq/pull/126
// Idiom: no lock at all
// Source: timer callbacks
package main

import (
	"sync"
	"time"
)

type client struct {
	mu       sync.Mutex
	awaiting map[int]time.Time
}

func (c *client) register(id int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.awaiting[id] = time.Now()
	time.AfterFunc(time.Microsecond, c.expire)
}

func (c *client) expire() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id, since := range c.awaiting {
		if time.Since(since) > time.Millisecond {
			delete(c.awaiting, id)
		}
	}
}

func main() {
	c := &client{awaiting: make(map[int]time.Time)}
	for id := range 100000 {
		c.register(id % 1000)
	}
}
