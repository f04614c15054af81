// The fix: keep the pointer.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type conn struct {
	addr string
	idle *time.Timer
}

func dial(addr string, idle time.Duration) *conn {
	c := &conn{addr: addr}
	c.idle = time.NewTimer(idle)
	return c
}

// linger uses the connection, which grants it another d, and waits for its end.
func (c *conn) linger(d time.Duration) {
	c.idle.Reset(d)
	<-c.idle.C
}

func main() {
	c := dial("localhost:0", 20*time.Millisecond)
	watch.Waits(400*time.Millisecond, func() { c.linger(400 * time.Millisecond) })
}
