// A crawler died of the export of its own metrics.
//
// A goroutine exports what the methods count.
//
// Link: https://github.com/migalabs/armiarma/pull/32
// Idiom: no lock at all
// Source: a background loop against methods
package main

import (
	"time"
)

type service struct {
	peers map[string]int
	done  chan struct{}
}

func (s *service) serveMetrics() {
	go func() {
		for {
			sum := 0
			for _, n := range s.peers { // OTHER
				sum += n
			}
			select {
			case <-s.done:
				return
			case <-time.After(time.Microsecond):
			}
		}
	}()
}

func (s *service) connect(peer string) {
	s.peers[peer]++ // BUG: written while the exporter iterates
}

func main() {
	s := &service{peers: make(map[string]int), done: make(chan struct{})}
	s.serveMetrics()
	for i := range 2000000 {
		s.connect(string(rune('a' + i%500)))
	}
	close(s.done)
}
