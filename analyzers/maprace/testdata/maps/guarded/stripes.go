package guarded

import (
	"net/http"
	"sync"
)

// striped has one map, and a lock for each of its keys.
type striped struct {
	locks [16]sync.Mutex
	hits  map[string]int
}

// lock returns a lock, and takes none.
func (s *striped) lock(k string) *sync.Mutex { return &s.locks[len(k)%16] }

func (s *striped) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l := s.lock(r.URL.Path)
	l.Lock()
	defer l.Unlock()
	s.hits[r.URL.Path]++ // want `map s\.hits is written here holding only [a-z.]+\[\.\.\.\] \(each key has another\) by a handler of HTTP requests`
}

// named makes a lock for each name.
type named struct {
	locks sync.Map
	heads map[string]string
}

func (n *named) with(name string, fn func()) {
	v, _ := n.locks.LoadOrStore(name, new(sync.Mutex))
	mu := v.(*sync.Mutex)
	mu.Lock()
	defer mu.Unlock()
	fn()
}

func (n *named) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	n.with(name, func() {
		n.heads[name] = r.FormValue("head") // want `map n\.heads is written here holding only [a-z.]+\[\.\.\.\] \(each key has another\) by a handler of HTTP requests`
	})
}

var (
	slots [8]sync.Mutex
	table = map[int]string{}
)

func put(w http.ResponseWriter, r *http.Request) {
	id := len(r.URL.Path)
	slots[id%8].Lock()
	table[id] = r.URL.Path // want `map table is written here holding only [a-z.]+\[\.\.\.\] \(each key has another\) by a handler of HTTP requests`
	slots[id%8].Unlock()
}

func register() { http.HandleFunc("/put", put) }

// whole is silent: it takes all locks.
type whole struct {
	locks [4]sync.Mutex
	hits  map[string]int
}

func (s *whole) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for i := range s.locks {
		s.locks[i].Lock()
	}
	s.hits[r.URL.Path]++
	for i := range s.locks {
		s.locks[i].Unlock()
	}
}

// parted is silent: each lock has its map.
type parted struct {
	locks [16]sync.Mutex
	hits  [16]map[string]int
}

func (s *parted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i := len(r.URL.Path) % 16
	s.locks[i].Lock()
	defer s.locks[i].Unlock()
	s.hits[i][r.URL.Path]++
}

// first is silent: it is always the same lock.
type first struct {
	locks [2]sync.Mutex
	hits  map[string]int
}

func (s *first) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.locks[0].Lock()
	defer s.locks[0].Unlock()
	s.hits[r.URL.Path]++
}
