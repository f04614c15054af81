package guarded

import (
	"net/http"
	"sync"
)

// Maps in a guarded map are guarded with it.

type Rooms struct {
	mu sync.RWMutex
	m  map[string]map[string]bool
}

func (r *Rooms) Join(room, who string) {
	r.mu.RLock()
	members, ok := r.m[room]
	r.mu.RUnlock()
	if !ok {
		members = make(map[string]bool)
		r.mu.Lock()
		r.m[room] = members
		r.mu.Unlock()
	}
	members[who] = true // want `map members is written here without r.mu, under which it was taken from r.m \(nested.go:17\): fatal error: concurrent map writes`
}

type tally struct {
	mu sync.Mutex
	m  map[string]map[string]int
}

func (t *tally) of(k string) map[string]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.m[k] == nil {
		t.m[k] = make(map[string]int)
	}
	return t.m[k]
}

func (t *tally) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.of(r.Method)[r.URL.Path]++ // want `map t.of\(r.Method\) is written here without t.mu, under which it was taken from t.m \(nested.go:\d+\)`
}

// Copied replaces what others may hold.
type Copied struct {
	mu sync.RWMutex
	m  map[string]map[string]bool
}

func (c *Copied) Add(k, v string) {
	c.mu.RLock()
	old := c.m[k]
	c.mu.RUnlock()
	next := make(map[string]bool)
	for o := range old {
		next[o] = true
	}
	next[v] = true
	c.mu.Lock()
	c.m[k] = next
	c.mu.Unlock()
}

// Take removes a map for itself.
func (c *Copied) Take(k string) map[string]bool {
	c.mu.Lock()
	old := c.m[k]
	delete(c.m, k)
	c.mu.Unlock()
	old["taken"] = true
	return old
}

// Striped has a lock for the inner maps.
type Striped struct {
	mu, inner sync.Mutex
	m         map[string]map[string]bool
}

func (s *Striped) Add(k, v string) {
	s.mu.Lock()
	members := s.m[k]
	if members == nil {
		members = make(map[string]bool)
		s.m[k] = members
	}
	s.mu.Unlock()
	s.inner.Lock()
	defer s.inner.Unlock()
	members[v] = true
}

// A queue is closed as a whole by Close, and for one subscriber by
// CloseSubscriber.
type Queue struct {
	mu   sync.Mutex
	subs map[int]chan int
}

func (q *Queue) Subscribe(id int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.subs[id] = make(chan int)
}

func (q *Queue) CloseSubscriber(id int) {
	close(q.subs[id]) // want `map q.subs is read here without q.mu, and written in \(\*Queue\).\w+ \(nested.go:\d+\) while holding q.mu`
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.subs, id)
}

func (q *Queue) Close() {
	for _, c := range q.subs {
		close(c)
	}
}

// Tracker writes under the read lock that all its methods hold.
type Tracker struct {
	mu   sync.RWMutex
	rate int
	seen map[string]int
}

func (t *Tracker) Eval(k string) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	t.track(k)
	return t.rate
}

func (t *Tracker) track(k string) {
	if t.seen[k] == t.rate {
		return
	}
	t.seen[k] = t.rate // want `map t.seen is written here with only a read lock of t.mu, which several goroutines can hold: fatal error: concurrent map writes`
}

func (t *Tracker) SetRate(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rate = n
}

// Usher has another lock for the map: the read lock keeps it open.
type Usher struct {
	open sync.RWMutex
	mu   sync.Mutex
	seen map[string]int
}

func (u *Usher) Enter(k string) {
	u.open.RLock()
	defer u.open.RUnlock()
	u.mu.Lock()
	defer u.mu.Unlock()
	u.seen[k]++
}

// A backend returns what it locks.
type cached struct{ groups map[string]int }

type backing interface {
	rlock() *cached
	runlock()
	lock() *cached
	unlock()
}

type memory struct {
	sync.RWMutex
	c *cached
}

func (m *memory) rlock() *cached { m.RLock(); return m.c }
func (m *memory) runlock()       { m.RUnlock() }
func (m *memory) lock() *cached  { m.Lock(); return m.c }
func (m *memory) unlock()        { m.Unlock() }

var store backing = &memory{}

func Describe(group string) int {
	c := store.rlock()
	defer store.runlock()
	if _, ok := c.groups[group]; !ok {
		c.groups[group] = 1 // want `map c.groups is written here with only a read lock of store`
	}
	return c.groups[group]
}

func Update(group string) {
	c := store.lock()
	defer store.unlock()
	c.groups[group] = 2
}
