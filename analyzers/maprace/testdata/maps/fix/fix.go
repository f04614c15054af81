// Package fix has maps whose lock is forgotten.
package fix

import "sync"

type Server struct {
	mu    sync.RWMutex
	peers map[string]int
}

func (s *Server) Add(p string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peers[p]++
}

func (s *Server) Set(p string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peers[p] = n
}

func (s *Server) Has(p string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.peers[p] > 0
}

func (s *Server) Status(p string) int {
	return s.peers[p] // want `map s.peers is read here without s.mu`
}

func (s *Server) Remove(p string) {
	if p != "" {
		delete(s.peers, p) // want `map s.peers is written here without s.mu`
	}
}

// Refresh calls what locks: a lock around it would not end.
func (s *Server) Refresh(p string) {
	if s.peers[p] == 0 { // want `map s.peers is read here without s.mu`
		s.Add(p)
	}
}

var (
	mu    sync.Mutex
	names = make(map[string]bool)
)

func Put(n string) {
	mu.Lock()
	defer mu.Unlock()
	names[n] = true
}

func Has(n string) bool {
	return names[n] // want `map names is read here without mu`
}
