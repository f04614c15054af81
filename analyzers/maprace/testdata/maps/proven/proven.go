// Package proven has maps that goroutines started in the package share.
package proven

import (
	"maps"
	"net/http"
	"sync"
	"time"
)

func inLoop(keys []string) {
	m := make(map[string]int)
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			m[k]++ // want `map m is written here without a lock by several goroutines at once, started at proven.go:16: fatal error: concurrent map writes`
		}()
	}
	wg.Wait()
}

func beside(m map[string]int) {
	go func() {
		for range m { // other side
		}
	}()
	m["a"] = 1 // want `map m is written here without a lock, and iterated over in a function literal in beside \(proven.go:26\) by a goroutine started at proven.go:25: fatal error: concurrent map iteration and map write`
}

func two(m map[string]int) {
	go fill(m)
	go read(m)
}

func fill(m map[string]int) {
	m["a"] = 1 // want `map m is written here without a lock by a goroutine started at proven.go:33, and read in read \(proven.go:42\) by a goroutine started at proven.go:34: fatal error: concurrent map read and map write`
}

func read(m map[string]int) int {
	return m["a"]
}

func waitGroupGo(keys []string) {
	m := make(map[string]int)
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Go(func() {
			delete(m, k) // want `concurrent map writes`
		})
	}
	wg.Wait()
}

func timer(m map[string]int) {
	time.AfterFunc(time.Second, func() {
		clear(m) // want `concurrent map writes`
	})
	m["a"] = 1
}

func copied(src, dst map[string]int) {
	go maps.Copy(dst, src) // want `map dst is written here without a lock by a goroutine started at .*, and read in copied`
	_ = dst["a"]
}

// each keeps nothing, but runs f on goroutines of its own.
func each(keys []string, f func(string)) {
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f(k)
		}()
	}
	wg.Wait()
}

func callback(keys []string) {
	seen := make(map[string]bool)
	each(keys, func(k string) {
		seen[k] = true // want `map seen is written here without a lock by several goroutines at once`
	})
}

type worker struct{ seen map[string]bool }

func (w *worker) run(keys <-chan string) {
	for k := range keys {
		if w.seen[k] {
			continue
		}
		w.seen[k] = true // want `concurrent map writes`
	}
}

func workers(keys <-chan string) {
	seen := make(map[string]bool)
	for range 4 {
		w := &worker{seen: seen}
		go w.run(keys)
	}
}

type local struct {
	mu sync.Mutex
	m  map[string]int
}

// The lock of the goroutine that starts others is not theirs.
func (l *local) parent(keys []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			l.m[k] = 1 // want `map l.m is written here without a lock by several goroutines`
		}()
	}
	wg.Wait()
}

func done(m map[string]int) {
	ch := make(chan bool)
	go func() {
		ch <- true
		m["late"] = 1 // want `concurrent map writes`
	}()
	<-ch
	m["a"] = 1
}

var hits = make(map[string]int)

type server struct{ last map[string]time.Time }

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	hits[r.URL.Path]++          // want `map hits is written here without a lock by a handler of HTTP requests, which runs in parallel with itself: fatal error: concurrent map writes`
	s.last[r.URL.Path] = now()  // want `map s.last is written here without a lock by a handler of HTTP requests`
	w.Header().Set("X-Hit", "") // of the request
	r.Header.Set("X-Hit", "")
}

func now() time.Time { return time.Now() }

func register(mux *http.ServeMux) {
	counts := make(map[string]int)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		counts[r.URL.Path]++ // want `map counts is written here without a lock by a handler of HTTP requests`
	})
}

// A Watcher has a loop that writes what a method reads.
type Watcher struct {
	state map[string]int
	stop  chan bool
}

// Watch starts the loop.
func (w *Watcher) Watch() {
	go w.loop()
}

func (w *Watcher) loop() {
	for {
		select {
		case <-w.stop:
			return
		case <-time.After(time.Second):
			w.state["ticks"]++ // want `map w.state is written here without a lock by a goroutine started at proven.go:\d+, and read in \(\*Watcher\).State`
		}
	}
}

// State is for everybody.
func (w *Watcher) State(k string) int { return w.state[k] }
