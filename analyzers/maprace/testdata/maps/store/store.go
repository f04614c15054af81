// Package store has a map and knows of no goroutine.
package store

import (
	"net/http"
	"sync"
)

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

// Events keeps a channel for each request; its lock is forgotten once.
type Events struct {
	mu       sync.Mutex
	requests map[string]chan string
}

func (e *Events) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.requests[r.RemoteAddr] = make(chan string) // want `map e.requests is written here without e.mu by a handler of HTTP requests, and written in a function literal in \(\*Events\).ServeHTTP \(store.go:\d+\) by a handler of HTTP requests while holding e.mu: fatal error: concurrent map writes`
	defer func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.requests, r.RemoteAddr)
	}()
}

// Pending is told of a response.
type Pending struct{ Resolve func(payload string) }

// A Counter counts names. It has no lock, and says nothing of goroutines.
type Counter struct{ counts map[string]int }

// NewCounter makes one.
func NewCounter() *Counter { return &Counter{counts: make(map[string]int)} }

// Add counts a name.
func (c *Counter) Add(name string) { c.counts[name]++ }

var hitCounts = map[string]int{}

// Hit counts in a package variable.
func Hit(name string) { hitCounts[name]++ }
