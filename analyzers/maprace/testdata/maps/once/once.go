// Package once has functions that do what sync.Once does, or nearly.
package once

import (
	"sync"
	"sync/atomic"
)

// A Once runs a function once.
type Once struct {
	done atomic.Bool
	mu   sync.Mutex
}

func (o *Once) Do(f func()) {
	if !o.done.Load() {
		o.slow(f)
	}
}

func (o *Once) slow(f func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.done.Load() {
		defer o.done.Store(true)
		f()
	}
}

// An Again is a Once that can be reset.
type Again struct {
	mu   sync.Mutex
	busy uint32
	done uint32
}

func (o *Again) Do(f func()) {
	if atomic.LoadUint32(&o.done) == 1 {
		return
	}
	if !atomic.CompareAndSwapUint32(&o.busy, 0, 1) {
		return
	}
	defer atomic.StoreUint32(&o.busy, 0)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.done == 1 {
		return
	}
	defer atomic.StoreUint32(&o.done, 1)
	f()
}

func (o *Again) Reset() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.done = 0
}

// A Store runs functions under its lock.
type Store struct {
	mu sync.RWMutex
	n  int
}

func (s *Store) Update(f func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := f(); err != nil {
		return err
	}
	s.n++
	return nil
}

func (s *Store) View(f func()) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	f()
}

// An Index is filled once.
type Index struct {
	once Once
	m    map[string]int
}

func (x *Index) Get(key string) int {
	x.once.Do(func() {
		x.m = make(map[string]int)
		for i, k := range []string{"a", "b"} {
			x.m[k] = i
		}
	})
	return x.m[key]
}

// A Message makes its tables once, under its lock, and reads them without.
type Message struct {
	mu     sync.Mutex
	made   uint32
	fields map[string]int
	fs     sync.RWMutex
	init   sync.Once
	files  map[string]int
}

func (m *Message) prepare() {
	if atomic.LoadUint32(&m.made) == 0 {
		m.prepareSlow()
	}
}

func (m *Message) prepareSlow() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == 1 {
		return
	}
	m.fields = make(map[string]int)
	m.fill()
	atomic.StoreUint32(&m.made, 1)
}

func (m *Message) fill() { m.fields["a"] = 1 }

func (m *Message) Field(name string) int {
	m.prepare()
	return m.fields[name]
}

// data makes the files when it is first called, under a read lock or not.
func (m *Message) data() map[string]int {
	m.init.Do(func() {
		m.files = make(map[string]int)
		m.files["/"] = 1
	})
	return m.files
}

func (m *Message) Open(name string) int {
	m.fs.RLock()
	defer m.fs.RUnlock()
	return m.data()[name]
}

func (m *Message) Create(name string) {
	m.fs.Lock()
	defer m.fs.Unlock()
	m.data()[name] = 1
}

// A Server is closed once; its lock guards the rest.
type Server struct {
	mu     sync.Mutex
	closed bool
	conns  map[string]int
}

func (s *Server) Add(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[name] = 1
}

func (s *Server) Remove(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, name)
}

func (s *Server) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.closed = true
	for name := range s.conns {
		delete(s.conns, name)
	}
}

func (s *Server) Has(name string) bool {
	return s.conns[name] == 1 // want `map s.conns is read here without s.mu`
}

func (s *Server) Count() (n int) {
	// The absence of a lock here is deliberate.
	for range s.conns {
		n++
	}
	return n
}

func (s *Server) Names() (names []string) {
	// The names are not sorted.
	for name := range s.conns { // want `map s.conns is iterated over here without s.mu`
		names = append(names, name)
	}
	return names
}
