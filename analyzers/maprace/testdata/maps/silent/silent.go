// Package silent has what must not be reported.
package silent

import (
	"maps"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

type S struct {
	mu    sync.RWMutex
	m     map[string]int
	snap  atomic.Pointer[map[string]int]
	sem   chan struct{}
	slots []map[string]int
	once  sync.Once
}

func New(k string) *S {
	s := &S{m: make(map[string]int)}
	s.m[k] = 1
	s.load(k)
	return s
}

// load is called before the object is shared.
func (s *S) load(k string) { s.m[k] = 2 }

func (s *S) Early(k string) int {
	s.mu.RLock()
	if v, ok := s.m[k]; ok {
		s.mu.RUnlock()
		return v
	}
	s.mu.RUnlock()
	v := slow(k)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k] = v
	return v
}

func slow(string) int { time.Sleep(1); return 1 }

func (s *S) Put(k string) {
	s.lock()
	defer s.unlock()
	s.m[k] = 1
}

func (s *S) lock()   { s.mu.Lock() }
func (s *S) unlock() { s.mu.Unlock() }

func (s *S) Try(k string) {
	if s.mu.TryLock() {
		s.m[k] = 1
		s.mu.Unlock()
	}
}

func (s *S) putLocked(k string) { s.m[k] = 1 }

// PutLocked must be called with s.mu held.
func (s *S) PutLocked(k string) { s.putLocked(k) }

// Peek needs the lock: the caller must hold it.
func (s *S) Peek(k string) int { return s.m[k] }

func (s *S) with(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func (s *S) With(k string) { s.with(func() { s.m[k] = 1 }) }

func (s *S) Deferred(k string) {
	if k == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.m[k] = 1 }()
}

// Swap takes the map for itself under the lock.
func (s *S) Swap() (n int) {
	s.mu.Lock()
	old := s.m
	s.m = make(map[string]int)
	s.mu.Unlock()
	for range old {
		n++
	}
	return n
}

func (s *S) Copy() map[string]int {
	s.mu.RLock()
	c := maps.Clone(s.m)
	s.mu.RUnlock()
	c["x"] = 1
	return c
}

func (s *S) Conditional(k string, safe bool) {
	if safe {
		s.mu.Lock()
	}
	s.m[k] = 1
	if safe {
		s.mu.Unlock()
	}
}

func (s *S) CopyOnWrite(k string) {
	old := *s.snap.Load()
	m := make(map[string]int, len(old))
	for k, v := range old {
		m[k] = v
	}
	m[k] = 1
	s.snap.Store(&m)
}

func (s *S) Len() int { return len(s.m) }

// Interfaces and literals that nobody can follow.
type ranger interface{ Range(func(string) bool) }

func (s *S) Dynamic(r ranger) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.Range(func(k string) bool { s.m[k] = 1; return true })
}

type cleaner struct{ s *S }

func (c *cleaner) Put(k string) { delete(c.s.m, k) }

func (s *S) Replay(run func(interface{ Put(string) })) {
	s.mu.Lock()
	defer s.mu.Unlock()
	run(&cleaner{s})
}

// Joins.
func join(keys []string) map[string]int {
	m := make(map[string]int)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		m["a"] = 1
	}()
	wg.Wait()
	m["b"] = 1

	done := make(chan struct{})
	go func() {
		defer close(done)
		m["c"] = 1
	}()
	<-done
	m["d"] = 1

	results := make(chan int)
	go func() {
		m["e"] = 1
		results <- 1
	}()
	for range results {
		m["f"] = 1
	}
	return m
}

func start(ready chan bool) {
	m := make(map[string]int)
	begin := make(chan bool)
	go func() {
		<-begin
		m["a"] = 1
	}()
	m["b"] = 1
	close(begin)
}

func handOver(m map[string]int) {
	var mu sync.Mutex
	mu.Lock()
	go func() {
		m["a"] = 1
		mu.Unlock()
	}()
	mu.Lock()
	m["b"] = 1
}

func perGoroutine(keys []string) {
	var mu sync.Mutex
	all := make(map[string]int)
	for _, k := range keys {
		own := make(map[string]int)
		go func() {
			own[k] = 1
			mine := map[string]int{k: 1}
			mine["x"] = 2
			mu.Lock()
			maps.Copy(all, own)
			mu.Unlock()
		}()
	}
}

func (s *S) slot() {
	var wg sync.WaitGroup
	for i := range s.slots {
		wg.Go(func() { s.slots[i]["a"] = 1 })
	}
	wg.Wait()
}

func channelMutex(keys []string) {
	sem := make(chan struct{}, 1)
	m := make(map[string]int)
	for _, k := range keys {
		go func() {
			sem <- struct{}{}
			m[k] = 1
			<-sem
		}()
	}
}

var table map[string]int

var tableOnce sync.Once

func Table(k string) int {
	tableOnce.Do(func() {
		table = make(map[string]int)
		table["a"] = 1
	})
	return table[k]
}

func sequential(keys []string) {
	for _, k := range keys {
		m := make(map[string]int)
		done := make(chan bool)
		go func() {
			m[k] = 1
			done <- true
		}()
		<-done
		_ = m[k]
	}
}

func handler(w http.ResponseWriter, r *http.Request) {
	seen := make(map[string]bool)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { seen["a"] = true })
	h(w, r)
	w.Header().Set("a", "b")
}

// pair has a lock without a write under it.
type pair struct {
	mu   sync.Mutex
	conf map[string]int
	n    int
}

func (p *pair) Inc() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n += p.conf["step"]
}

func (p *pair) Conf(k string) int { return p.conf[k] }

// A loop starts in the constructor of what it serves.
type Queue struct{ s *sched }

type sched struct {
	mu sync.Mutex
	q  map[string]bool
}

func newSched() *sched {
	s := &sched{q: make(map[string]bool)}
	go s.loop()
	return s
}

func (s *sched) loop() {
	for {
		s.mu.Lock()
		delete(s.q, "a")
		s.mu.Unlock()
	}
}

func NewQueue() *Queue { return &Queue{newSched()} }

func (q *Queue) Put(k string) {
	q.s.mu.Lock()
	defer q.s.mu.Unlock()
	q.s.q[k] = true
}

// Each round has a channel of its own, which the goroutine waits for.
func roundByRound(in chan int) {
	for n := range in {
		m := map[int]int{n: 1}
		ready := make(chan struct{})
		go func() {
			<-ready
			clear(m)
		}()
		for k := range m {
			println(k)
		}
		close(ready)
	}
}
