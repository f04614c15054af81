package proven

import (
	"maps"
	"net/http"
	"sync"
	"sync/atomic"
)

// Settings are published for all handlers, and changed in place.
type Settings struct {
	any   atomic.Value
	typed atomic.Pointer[map[string]string]
}

func (s *Settings) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m := s.any.Load().(map[string]string)
	m[r.URL.Path] = r.RemoteAddr         // want `written here without a lock by a handler of HTTP requests`
	(*s.typed.Load())[r.URL.Path] = "hi" // want `written here without a lock by a handler of HTTP requests`
}

var routes atomic.Pointer[map[string]int]

func countRoute(w http.ResponseWriter, r *http.Request) {
	if m := routes.Load(); m != nil {
		(*m)[r.URL.Path]++ // want `(read|written) here without a lock by a handler of HTTP requests`
	}
}

// Fresh changes a copy, and publishes that.
type Fresh struct {
	mu sync.Mutex
	v  atomic.Pointer[map[string]string]
}

func (f *Fresh) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := maps.Clone(*f.v.Load())
	next[r.URL.Path] = r.RemoteAddr
	f.v.Store(&next)
}

func (f *Fresh) get(w http.ResponseWriter, r *http.Request) { _ = (*f.v.Load())[r.URL.Path] }

func init() {
	http.HandleFunc("/route", countRoute)
	http.HandleFunc("/fresh", new(Fresh).get)
}

// eight may run at a time.
func eight(urls []string) map[string]int {
	sem := make(chan struct{}, 8)
	out := make(map[string]int)
	var wg sync.WaitGroup
	for _, u := range urls {
		wg.Go(func() {
			sem <- struct{}{}
			defer func() { <-sem }()
			out[u]++ // want `written here without a lock by several goroutines`
		})
	}
	wg.Wait()
	return out
}

// oneAtATime has a channel of one for a lock.
func oneAtATime(urls []string) map[string]int {
	sem := make(chan struct{}, 1)
	out := make(map[string]int)
	var wg sync.WaitGroup
	for _, u := range urls {
		wg.Go(func() {
			sem <- struct{}{}
			defer func() { <-sem }()
			out[u]++
		})
	}
	wg.Wait()
	return out
}

// Copied locks the mutex of its copy.
type Copied struct {
	mu sync.Mutex
	m  map[string]int
}

func (c Copied) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[r.URL.Path]++ // want `written here holding only .*c.mu by a handler`
}
