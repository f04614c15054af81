// The fix: every case that receives the value resets the timer.
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22/internal/watch"
)

type shard struct {
	queue    chan int
	sent     chan int
	deadline time.Duration
	max      int
}

func (s *shard) run() {
	var pending []int
	timer := time.NewTimer(s.deadline)
	for {
		select {
		case sample, ok := <-s.queue:
			if !ok {
				return
			}
			if pending = append(pending, sample); len(pending) >= s.max {
				s.sent <- len(pending)
				pending = pending[:0]
				if !timer.Stop() {
					<-timer.C
				}
				timer.Reset(s.deadline)
			}
		case <-timer.C:
			s.sent <- len(pending)
			pending = pending[:0]
			timer.Reset(s.deadline)
		}
	}
}

func main() {
	s := &shard{queue: make(chan int), sent: make(chan int), deadline: 20 * time.Millisecond, max: 1}
	go s.run()
	watch.Returns(time.Second, func() {
		<-s.sent // nothing, after the deadline
		s.queue <- 1
		<-s.sent
		s.queue <- 2
		<-s.sent
		close(s.queue)
	})
}
