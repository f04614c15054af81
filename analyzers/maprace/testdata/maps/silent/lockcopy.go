package silent

import (
	"encoding/json"
	"maps"
	"sync"
)

// A lock that keeps its state behind a pointer is shared by copies of what it is in.

type sharedMutex struct{ m *sync.RWMutex }

func (l *sharedMutex) Lock()    { l.m.Lock() }
func (l *sharedMutex) Unlock()  { l.m.Unlock() }
func (l *sharedMutex) RLock()   { l.m.RLock() }
func (l *sharedMutex) RUnlock() { l.m.RUnlock() }

type wordSet struct {
	mu   sharedMutex
	data map[string]int
}

func (s *wordSet) Add(word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.data[word]++
}

func (s *wordSet) Drop(word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.data, word)
}

func (s *wordSet) Map() map[string]int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return maps.Clone(s.data)
}

func (s wordSet) MarshalJSON() ([]byte, error) { return json.Marshal(s.Map()) }

func (s *wordSet) String() string {
	b, _ := s.MarshalJSON()
	return string(b)
}

func (s wordSet) Len() (n int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for range s.data {
		n++
	}
	return n
}

func sumOf(s wordSet) (n int) {
	s.mu.m.RLock()
	defer s.mu.m.RUnlock()
	for _, k := range s.data {
		n += k
	}
	return n
}

func (s *wordSet) Sum() int { return sumOf(*s) }
