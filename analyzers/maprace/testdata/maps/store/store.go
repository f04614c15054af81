// Package store has a map and knows of no goroutine. // want package:"maprace"
package store

import "sync"

// A Store remembers what it was asked.
type Store struct{ memo map[string]int }

// New makes one.
func New() *Store { return &Store{memo: make(map[string]int)} }

// Get fills the memo.
func (s *Store) Get(k string) int {
	if v, ok := s.memo[k]; ok {
		return v
	}
	s.memo[k] = len(k)
	return len(k)
}

// A Safe store locks.
type Safe struct {
	mu sync.Mutex
	m  map[string]int
}

// Get locks.
func (s *Safe) Get(k string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k]++
	return s.m[k]
}
