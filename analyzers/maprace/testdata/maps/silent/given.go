package silent

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
)

// A runner runs once at a time.
type runner struct {
	mu      sync.Mutex
	running bool
	busy    atomic.Bool
	cancel  func()
	seen    map[string]int
	other   map[string]int
	third   map[string]int
}

func (r *runner) start(in <-chan string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running {
		return false
	}
	r.running = true
	go func() {
		for s := range in {
			r.seen[s]++
		}
		r.mu.Lock()
		r.running = false
		r.mu.Unlock()
	}()
	return true
}

func (r *runner) kick(in <-chan string) {
	if !r.busy.CompareAndSwap(false, true) {
		return
	}
	go r.drain(in)
}

func (r *runner) drain(in <-chan string) {
	defer r.busy.Store(false)
	for s := range in {
		r.other[s]++
	}
}

func (r *runner) watch(in <-chan string) {
	if r.cancel == nil {
		stop := make(chan struct{})
		r.cancel = func() { close(stop) }
		go func() {
			for {
				select {
				case s := <-in:
					r.third[s]++
				case <-stop:
					return
				}
			}
		}()
	}
}

func startRunner(in chan string) {
	r := &runner{seen: map[string]int{}, other: map[string]int{}, third: map[string]int{}}
	for range 3 {
		r.start(in)
		r.kick(in)
		r.watch(in)
	}
}

// Each request that is sent has a header of its own.
func sendEach(base http.Header, urls []string) {
	var wg sync.WaitGroup
	for _, u := range urls {
		h := base.Clone()
		wg.Go(func() {
			req, _ := http.NewRequest("GET", u, nil)
			h.Set("X-Url", u)
			req.Header = h
			http.DefaultClient.Do(req)
		})
		own := http.Header{}
		go func() {
			req, _ := http.NewRequest("GET", u, nil)
			own.Set("X-Url", u)
			req.Header = own
			http.DefaultClient.Do(req)
		}()
	}
	wg.Wait()
}

// A callback under the lock sees the map as it is.
type totals struct {
	mu sync.Mutex
	m  map[string]int
}

func (t *totals) view(f func(map[string]int)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f(t.m)
}

func (t *totals) add(k string) { t.view(func(m map[string]int) { m[k]++ }) }

func useTotals() {
	t := &totals{m: map[string]int{}}
	for range 3 {
		go t.add("a")
	}
	t.view(func(m map[string]int) { println(len(m), m["a"]) })
}

// Services are registered, each once; the lock is for what runs.
type Services struct {
	mu     sync.Mutex
	byName map[string]func()
	kinds  map[string]int
	active int
}

// Register refuses a second one.
func (s *Services) Register(name string, f func()) {
	if _, ok := s.byName[name]; ok {
		panic("registered twice: " + name)
	}
	s.byName[name] = f
}

// Kind refuses a second one by an error.
func (s *Services) Kind(name string, n int) error {
	if old, found := s.kinds[name]; found {
		return fmt.Errorf("%s is %d", name, old)
	}
	s.kinds[name] = n
	return nil
}

// Begin counts.
func (s *Services) Begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active++
}

// End counts.
func (s *Services) End() {
	s.mu.Lock()
	s.active--
	s.mu.Unlock()
}

// A Policy is locked by those who use it.
type Policy struct {
	l    *sync.RWMutex
	keys map[int]string
	uses int
}

// Lock locks it for a while.
func (p *Policy) Lock(exclusive bool) {
	if exclusive {
		p.l.Lock()
	} else {
		p.l.RLock()
	}
}

// Unlock unlocks it.
func (p *Policy) Unlock() { p.l.Unlock() }

// Key makes one.
func (p *Policy) Key(n int) string {
	if k, ok := p.keys[n]; ok {
		return k
	}
	p.keys[n] = "key"
	return p.keys[n]
}

// Use counts.
func (p *Policy) Use() {
	p.l.Lock()
	defer p.l.Unlock()
	p.uses++
}

// Uses tells.
func (p *Policy) Uses() int {
	p.l.RLock()
	defer p.l.RUnlock()
	return p.uses
}
