// The fix: Stop alone. A function that has started runs to its end.
package main

import (
	"sync"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type entry struct {
	payload string
	*time.Timer
}

type scheduler struct {
	mu        sync.Mutex
	entries   map[string]entry
	triggered chan string
}

func (s *scheduler) add(id, payload string, in time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.entries[id]; ok {
		old.Stop()
	}
	s.entries[id] = entry{payload, time.AfterFunc(in, func() { s.triggered <- payload })}
}

func main() {
	s := &scheduler{entries: make(map[string]entry), triggered: make(chan string, 10)}
	watch.Returns(time.Second, func() {
		s.add("invoice", "first", 0)
		<-s.triggered
		s.add("invoice", "second", 0)
		<-s.triggered
	})
}
