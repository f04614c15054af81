// A queue's batch consumer stopped consuming after its first timeout.
//
// A batch ends when it is full or when the timer fires. In both cases the loop
// stops the timer and drains it; after the timer fired there is nothing left.
//
// Link: https://github.com/wellle/rmq/pull/19
// Idiom: drain after the value was received
// Outcome: blocks
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type consumer struct {
	deliveries chan string
	batches    chan []string
	size       int
	timeout    time.Duration
}

func (c *consumer) consume() {
	timer := time.NewTimer(c.timeout)
	for {
		batch := c.collect(timer)
		c.batches <- batch
		if !timer.Stop() {
			<-timer.C // BUG: collect may have received it
		}
		timer.Reset(c.timeout)
	}
}

// collect returns what is delivered until the batch is full or the timer fires.
func (c *consumer) collect(timer *time.Timer) []string {
	var batch []string
	for len(batch) < c.size {
		select {
		case d := <-c.deliveries:
			batch = append(batch, d)
		case <-timer.C:
			return batch
		}
	}
	return batch
}

func main() {
	c := &consumer{
		deliveries: make(chan string),
		batches:    make(chan []string),
		size:       10,
		timeout:    20 * time.Millisecond,
	}
	go c.consume()
	watch.Returns(time.Second, func() {
		for range 3 {
			<-c.batches
		}
	})
}
