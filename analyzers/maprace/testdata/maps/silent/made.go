package silent

import (
	"context"
	"maps"
	"net"
	"net/http"
	"net/rpc"
	"sync"
	"sync/atomic"
	"time"
)

// An index is read when it is there.
type index struct {
	m     map[string]int
	ready chan struct{}
}

func openIndex(files []string) *index {
	x := &index{m: map[string]int{}, ready: make(chan struct{})}
	go func() {
		defer close(x.ready)
		for i, f := range files {
			x.m[f] = i
		}
	}()
	return x
}

func (x *index) find(f string) int {
	<-x.ready
	return x.m[f]
}

func useIndex() int { return openIndex([]string{"a"}).find("a") }

// Two tables are two.
func twoTables() {
	a := openIndex(nil)
	b := &index{m: map[string]int{}}
	b.m["x"] = 1
	println(a.find("x"))
}

// Settings are replaced by changed copies.
var settings atomic.Pointer[map[string]string]

func setSetting(w http.ResponseWriter, r *http.Request) {
	next := maps.Clone(*settings.Load())
	next[r.FormValue("k")] = r.FormValue("v")
	settings.Store(&next)
}

func setting(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte((*settings.Load())[r.FormValue("k")]))
}

// A lock of the call is shared by what the call starts.
func gather(names []string) map[string]int {
	var mu sync.Mutex
	var wg sync.WaitGroup
	out := map[string]int{}
	for _, n := range names {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			out[n] = len(n)
		})
	}
	wg.Wait()
	return out
}

// A books locks, and has a method that net/rpc does not call.
type books struct {
	mu sync.Mutex
	m  map[string]int
}

func (b *books) Put(name string, n *int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.m[name]++
	return nil
}

func (b *books) Load(name string) error { b.m[name] = 0; return nil }

func serveBooks(l net.Listener) {
	b := &books{m: map[string]int{}}
	b.Load("a")
	rpc.RegisterName("books", b)
	rpc.Accept(l)
}

// Each goroutine has a context of its own, or another value of one.
type jobKey int

func job(ctx context.Context) { ctx.Value(jobKey(1)).(map[string]int)["n"]++ }

func jobs(base context.Context) {
	for range 3 {
		go job(context.WithValue(base, jobKey(1), map[string]int{}))
	}
}

func twoKeys(ctx context.Context) {
	go func() { ctx.Value(jobKey(3)).(map[string]int)["n"]++ }()
	go func() { ctx.Value(jobKey(4)).(map[string]int)["n"]++ }()
}

// What a Once of the package fills is ready for all.
var (
	loadOnce sync.Once
	loaded   map[string]string
	loadFunc = sync.OnceFunc(func() { filled = map[string]string{}; filled["a"] = "b" })
	filled   map[string]string
	rates    = sync.OnceValue(func() map[string]int { return map[string]int{"a": 1} })
)

func lookup(k string) string {
	loadOnce.Do(func() {
		loaded = map[string]string{}
		loaded["a"] = "b"
	})
	loadFunc()
	return loaded[k] + filled[k] + string(rune(rates()[k]))
}

func serveLookup() {
	http.HandleFunc("/lookup", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(lookup(r.URL.Path))) })
}

// What is taken out under the lock belongs to who took it.
type batch struct {
	mu    sync.RWMutex
	items map[string]time.Time
}

func (b *batch) add(k string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.items[k] = time.Now()
}

func (b *batch) take() map[string]time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.items
	b.items = make(map[string]time.Time)
	return out
}

func (b *batch) takeNamed() (out map[string]time.Time, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	out, b.items = b.items, nil
	return out, len(out)
}

// The lock has another name for readers.
func locked(l sync.Locker, f func()) {
	l.Lock()
	defer l.Unlock()
	f()
}

func (b *batch) has(k string) (ok bool) {
	locked(b.mu.RLocker(), func() { _, ok = b.items[k] })
	return ok
}

func serveBatch() {
	b := &batch{items: map[string]time.Time{}}
	http.HandleFunc("/add", func(w http.ResponseWriter, r *http.Request) { b.add(r.URL.Path) })
	http.HandleFunc("/flush", func(w http.ResponseWriter, r *http.Request) {
		for k := range b.take() {
			println(k, b.has(k))
		}
		m, _ := b.takeNamed()
		m["x"] = time.Now()
	})
}
