package silent

import (
	"net/http"
	"sync"

	"example.com/maps/flusher"
)

// A summer is started, stopped and then asked, in three methods; another package
// has the goroutine.
type summer struct {
	in   chan string
	sums map[string]int
	f    *flusher.Flusher
}

func NewSummer() *summer { return &summer{in: make(chan string, 100), sums: make(map[string]int)} }

func (o *summer) Start() { o.f = flusher.New(o.flush) }

func (o *summer) Stop() { o.f.Stop() }

func (o *summer) flush() {
	for {
		select {
		case name := <-o.in:
			o.sums[name]++
		default:
			return
		}
	}
}

func (o *summer) Summary() (out []string) {
	for name := range o.sums {
		out = append(out, name)
	}
	return out
}

func runSummer() []string {
	o := NewSummer()
	o.Start()
	o.Stop()
	return o.Summary()
}

func deferSummer() {
	o := NewSummer()
	defer func() { println(len(o.Summary())) }()
	o.Start()
	defer o.Stop()
}

// Summer is the same with a goroutine of its own.
type Summer struct {
	wg   sync.WaitGroup
	in   chan string
	Sums map[string]int
}

func (s *Summer) Begin() {
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		for name := range s.in {
			s.Sums[name]++
		}
	}()
}

func (s *Summer) End() { close(s.in); s.wg.Wait() }

func (s *Summer) Sum(name string) int { return s.Sums[name] }

// A Future is waited for where it is read: by a closed channel, a value, a group.
type Future struct {
	done   chan struct{}
	ready  chan bool
	wg     sync.WaitGroup
	m      map[string]int
	values map[string]int
	groups map[string]int
}

func (f *Future) Start() {
	go func() {
		defer close(f.done)
		f.m["x"]++
	}()
	go func() {
		f.values["x"]++
		f.ready <- true
	}()
	f.wg.Add(1)
	go func() {
		defer f.wg.Done()
		f.groups["x"]++
	}()
}

func (f *Future) Take() int {
	<-f.done
	n := f.m["x"]
	delete(f.m, "x")
	return n
}

func (f *Future) Value() int {
	<-f.ready
	return f.values["x"]
}

func (f *Future) Group() int {
	f.wg.Wait()
	return f.groups["x"]
}

// counted replies are a join: one goroutine receives them all, and tells.
func counted(names []string) map[string]int {
	out := make(map[string]int)
	var mu sync.Mutex
	done, all := make(chan bool), make(chan bool)
	go func() {
		for range names {
			<-done
		}
		all <- true
	}()
	for _, name := range names {
		go func() {
			mu.Lock()
			out[name] = len(name)
			mu.Unlock()
			done <- true
		}()
	}
	<-all
	return out
}

func countedClose(names []string) map[string]int {
	out := make(map[string]int)
	var mu sync.Mutex
	done, all := make(chan bool), make(chan bool)
	collect := func(n int) {
		defer close(all)
		for i := 0; i < n; i++ {
			<-done
		}
	}
	go collect(len(names))
	for _, name := range names {
		go fillCounted(name, out, &mu, done)
	}
	<-all
	return out
}

func fillCounted(name string, out map[string]int, mu *sync.Mutex, done chan<- bool) {
	mu.Lock()
	out[name] = len(name)
	mu.Unlock()
	done <- true
}

// A broker locks for the goroutine that it starts, which unlocks.
type Broker struct {
	lock  sync.Mutex
	conns map[string]int
}

func recovering(f func()) { defer func() { _ = recover() }(); f() }

func (b *Broker) Open(addr string) {
	b.lock.Lock()
	go recovering(func() {
		defer b.lock.Unlock()
		b.conns[addr]++
		b.note(addr)
	})
}

func (b *Broker) OpenNow(addr string) {
	b.lock.Lock()
	go func() {
		defer func() { b.lock.Unlock() }()
		b.note(addr)
	}()
}

func (b *Broker) OpenNamed(addr string) {
	b.lock.Lock()
	go b.opened(addr)
}

func (b *Broker) opened(addr string) {
	b.note(addr)
	b.lock.Unlock()
}

func (b *Broker) note(addr string) { b.conns[addr]++ }

func (b *Broker) Close(addr string) {
	b.lock.Lock()
	defer b.lock.Unlock()
	delete(b.conns, addr)
}

func (b *Broker) Get(addr string) int {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.conns[addr]
}

// Stripes are locked by a channel of one, in methods of their own.
type stripe struct {
	sem  chan struct{}
	keys map[uint64]int
}

func newStripe() *stripe {
	s := &stripe{sem: make(chan struct{}, 1), keys: map[uint64]int{}}
	s.sem <- struct{}{}
	return s
}

func (s *stripe) enter() { <-s.sem }

func (s *stripe) tryEnter() bool {
	select {
	case <-s.sem:
		return true
	default:
		return false
	}
}

func (s *stripe) leave() { s.sem <- struct{}{} }

type Stripes struct{ all []*stripe }

func (m *Stripes) stripe(k uint64) *stripe { return m.all[k&uint64(len(m.all)-1)] }

func (m *Stripes) Try(k uint64) bool {
	s := m.stripe(k)
	if !s.tryEnter() {
		return false
	}
	defer s.leave()
	s.keys[k]++
	return true
}

func (m *Stripes) Free(k uint64) {
	s := m.stripe(k)
	s.enter()
	s.keys[k] = 0
	s.leave()
}

// Gate is the same where a send locks.
type Gate struct {
	slot chan bool
	m    map[string]int
}

func NewGate() *Gate { return &Gate{slot: make(chan bool, 1), m: map[string]int{}} }

func (g *Gate) lock() { g.slot <- true }

func (g *Gate) unlock() { <-g.slot }

func (g *Gate) Put(k string) {
	g.lock()
	defer g.unlock()
	g.m[k]++
}

func (g *Gate) Each(f func(string)) {
	g.lock()
	for k := range g.m {
		f(k)
	}
	g.unlock()
}

// A loop over a channel ends when it is closed, which is when the goroutine is done.
func untilClosed(n int) map[int]bool {
	seen := map[int]bool{}
	ch := make(chan error)
	go func() {
		defer close(ch)
		for i := range n {
			seen[i] = true
			ch <- nil
		}
	}()
	for err := range ch {
		if err != nil {
			panic(err)
		}
	}
	return seen
}

func fillUntil(n int, seen map[int]bool, ch chan<- error) {
	for i := range n {
		seen[i] = true
		ch <- nil
	}
	close(ch)
}

func untilClosedNamed(n int) bool {
	seen := map[int]bool{}
	ch := make(chan error)
	go fillUntil(n, seen, ch)
	for range ch {
		println()
	}
	return seen[1]
}

func untilNotOK(n int) bool {
	seen := map[int]bool{}
	ch := make(chan error)
	go fillUntil(n, seen, ch)
	for {
		if _, ok := <-ch; !ok {
			return seen[1]
		}
	}
}

// The default of the package is filled once; the maps of others are not it.
type Codes struct{ byID map[int]string }

var (
	codesOnce    sync.Once
	defaultCodes *Codes
)

func initCodes() {
	defaultCodes = &Codes{byID: map[int]string{}}
	defaultCodes.Register(1, "x")
}

func NewCodes() *Codes {
	codesOnce.Do(initCodes)
	c := &Codes{byID: map[int]string{}}
	for id, name := range defaultCodes.byID {
		c.byID[id] = name
	}
	return c
}

func (c *Codes) Register(id int, name string) { c.byID[id] = name }

func (c *Codes) Lookup(id int) string { return c.byID[id] }

// broker's handlers are registered before it has them all; requests come when it listens.
type broker struct{ topics map[string]bool }

func (b *broker) process(topic string) bool { return b.topics[topic] }

func (b *broker) serve(w http.ResponseWriter, r *http.Request) { go b.process(r.URL.Path) }

func (b *broker) handle(topic string) { b.topics[topic] = true }

// NewBroker registers.
func NewBroker(mux *http.ServeMux) *broker {
	b := &broker{topics: make(map[string]bool)}
	mux.HandleFunc("/", b.serve)
	b.handle("a")
	b.handle("b")
	return b
}
