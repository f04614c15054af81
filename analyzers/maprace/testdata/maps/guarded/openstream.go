package guarded

import (
	"sync"
	"sync/atomic"
)

// A Mux has a flag that is set where it gives up.
type Mux struct {
	mu      sync.Mutex
	streams map[int]string
	idMu    sync.Mutex
	id      int
	full    bool
	closed  atomic.Bool
	frames  chan int
}

func NewMux() *Mux {
	m := &Mux{streams: make(map[int]string), frames: make(chan int)}
	go m.receive()
	return m
}

func (m *Mux) receive() {
	for id := range m.frames {
		m.mu.Lock()
		delete(m.streams, id)
		m.mu.Unlock()
	}
}

// OpenStream forgets that it unlocked before.
func (m *Mux) OpenStream() bool {
	m.idMu.Lock()
	if m.full {
		m.idMu.Unlock()
		return false
	}
	if m.id > 1000 {
		m.full = true
		m.idMu.Unlock()
		return false
	}
	m.id++
	id := m.id
	m.idMu.Unlock()
	m.mu.Lock()
	n := len(m.streams)
	m.mu.Unlock()
	m.streams[id] = "" // want `map m.streams is written here without m.mu`
	return n == 0
}

// OpenNamed has an opener's results, and takes the lock too late.
func (m *Mux) OpenNamed() error {
	m.streams[0] = "named" // want `map m.streams is written here without m.mu`
	m.mu.Lock()
	defer m.mu.Unlock()
	m.streams[1] = "named"
	return nil
}

// Open comes first, it takes no lock.
func (m *Mux) Open() error {
	m.streams[0] = "first"
	return nil
}

// Swap gives up in the other way: the flag is set where the map is filled, or before.
type Swap struct {
	mu     sync.Mutex
	filled bool
	names  map[string]int
}

func (s *Swap) Fill(in []string) {
	if s.filled {
		return
	}
	for _, k := range in {
		s.names[k]++
	}
	s.filled = true
}

func (s *Swap) Add(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names[k]++
}

func (s *Swap) Drop(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.names, k)
}
