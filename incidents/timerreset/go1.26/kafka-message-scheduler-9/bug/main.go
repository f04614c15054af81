// A scheduler that got one schedule many times over deadlocked, its lock held.
//
// To replace a schedule it stops the old timer and drains its channel. The
// timers are made by AfterFunc and have none.
//
// Link: https://github.com/etf1/kafka-message-scheduler/pull/9
// Idiom: drain of an AfterFunc timer kept in a map
// Outcome: blocks
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
		if !old.Stop() {
			<-old.C // BUG: nil
		}
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
