// Programs that keep a copy of a Timer froze or died in Reset after the upgrade to Go 1.23.
//
// Reset of a copy worked by luck before. Now it takes the memory behind the
// copy for the runtime's own, and the process dies or stands still with all its
// goroutines. Which one depends on what lies there.
//
// Link: https://github.com/golang/go/issues/69186
// Idiom: Reset of a copied Timer
// Outcome: fatal or blocks or panics or stale
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type conn struct {
	addr string
	idle time.Timer
}

func dial(addr string, idle time.Duration) *conn {
	c := &conn{addr: addr}
	c.idle = *time.NewTimer(idle) // BUG: a copy
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
