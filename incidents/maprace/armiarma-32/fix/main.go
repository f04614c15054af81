// The fix of armiarma-32.
package main

import (
	"sync"
	"time"
)

type service struct {
	mu    sync.Mutex
	peers map[string]int
	done  chan struct{}
}

func (s *service) serveMetrics() {
	go func() {
		for {
			s.mu.Lock()
			sum := 0
			for _, n := range s.peers {
				sum += n
			}
			s.mu.Unlock()
			select {
			case <-s.done:
				return
			case <-time.After(time.Microsecond):
			}
		}
	}()
}

func (s *service) connect(peer string) {
	s.mu.Lock()
	s.peers[peer]++
	s.mu.Unlock()
}

func main() {
	s := &service{peers: make(map[string]int), done: make(chan struct{})}
	s.serveMetrics()
	for i := range 2000000 {
		s.connect(string(rune('a' + i%500)))
	}
	close(s.done)
}
