// The fix: a receive that does not block.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type collector struct {
	budget time.Duration
	swept  int
}

// sweep works until its budget is used up.
func (c *collector) sweep() {
	up := time.NewTimer(c.budget)
	defer up.Stop()
	for {
		select {
		case <-up.C:
			return
		default:
			c.sweepOne()
		}
	}
}

func (c *collector) sweepOne() {
	time.Sleep(time.Millisecond)
	c.swept++
}

func main() {
	c := &collector{budget: 20 * time.Millisecond}
	watch.Returns(time.Second, c.sweep)
}
