package guarded

import (
	"errors"
	"iter"
	"net/http"
	"sort"
	"sync"
	"time"

	"example.com/maps/pool"
)

// A Book is safe for concurrent use.
type Book struct {
	mu    sync.Mutex
	pages map[string]int // guarded by mu
	memo  map[string]string
	own   map[string]string
}

func (b *Book) Add(k string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pages[k]++
}

func (b *Book) Remove(k string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.pages, k)
}

// Count is safe for concurrent use, or so it says.
func (b *Book) Count(k string) int {
	return b.pages[k] // want `map b.pages is read here without b.mu`
}

// Block returns the page with the given block and clock.
func (b *Book) Block(k string) int {
	return b.pages[k] // want `map b.pages is read here without b.mu`
}

// Old must not be called by goroutines at the same time.
func (b *Book) Old(k string) int { return b.pages[k] }

func (b *Book) String() string {
	s := ""
	for k := range b.pages { // want `map b.pages is iterated over here without b.mu`
		s += k
	}
	return s
}

// Sorted calls the function before it returns.
func (b *Book) Sorted(keys []string) {
	sort.Slice(keys, func(i, j int) bool {
		return b.pages[keys[i]] < 1 // want `map b.pages is read here without b.mu`
	})
}

func (b *Book) SortedUnderLock(keys []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	sort.Slice(keys, func(i, j int) bool { return b.pages[keys[i]] < b.pages[keys[j]] })
}

// AddAll has the body of a loop called by nobody knows whom.
func (b *Book) AddAll(keys iter.Seq[string]) {
	for k := range keys {
		b.pages[k] = 1 // want `map b.pages is written here without b.mu`
	}
}

func (b *Book) AddAllUnderLock(keys iter.Seq[string]) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for k := range keys {
		b.pages[k]++
	}
}

// NewClient's callback runs later, on a goroutine of the client.
func (b *Book) NewClient() *http.Client {
	return &http.Client{
		Timeout: time.Second,
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if b.pages[req.URL.Path] > 10 { // want `map b.pages is read here without b.mu`
				return errors.New("too many")
			}
			return nil
		},
	}
}

// NewServer hands over a method.
func (b *Book) NewServer() *http.Client {
	return &http.Client{CheckRedirect: b.redirected}
}

func (b *Book) redirected(req *http.Request, via []*http.Request) error {
	b.pages[req.URL.Path] = 1 // want `map b.pages is written here without b.mu`
	return nil
}

// Start registers; what is not known may call at once, and holds what is held.
func (b *Book) Start(r pool.Runner) {
	r.OnEvent(func() {
		b.pages["event"] = 1 // want `map b.pages is written here without b.mu`
	})
	r.Run(func() { b.pages["start"]++ })
}

func (b *Book) Runs(r pool.Runner) {
	r.Run(func() {
		b.pages["run"] = 1 // want `map b.pages is written here without b.mu`
	})
	b.mu.Lock()
	defer b.mu.Unlock()
	r.Run(func() { b.pages["run"]++ })
}

// Title fills a map that no method locks for.
func (b *Book) Title(k string) string {
	if t, ok := b.memo[k]; ok {
		return t
	}
	b.memo[k] = k + "!" // want `map b.memo is filled here on demand without a lock, in an object that goroutines share: \(\*Book\).Add locks its mu \(later.go:23\): fatal error: concurrent map writes`
	return b.memo[k]
}

// Loop is the only one that touches own.
func (b *Book) Loop(keys chan string) {
	for k := range keys {
		if _, ok := b.own[k]; !ok {
			b.own[k] = k
		}
	}
}

// Flush takes the map for itself, and reads it in a literal.
func (b *Book) Flush(keys []string) {
	b.mu.Lock()
	pages := b.pages
	b.pages = make(map[string]int)
	b.mu.Unlock()
	sort.Slice(keys, func(i, j int) bool { return pages[keys[i]] < pages[keys[j]] })
}

// A File locks for a part of what it does.
type File struct {
	refresh sync.Mutex
	size    int
	sums    map[string]string
	lines   map[int]string
}

func (f *File) update() {
	f.refresh.Lock()
	defer f.refresh.Unlock()
	f.size++
}

// Sum takes the lock, by way of update, and then fills the map without it.
func (f *File) Sum(kind string) string {
	f.update()
	if s, ok := f.sums[kind]; ok {
		return s
	}
	s := kind + "!"
	f.sums[kind] = s // want `map f.sums is filled here on demand without a lock, in an object that goroutines share: \(\*File\).update locks its refresh`
	return s
}

// Line never comes near the one function that locks.
func (f *File) Line(n int) string {
	if s, ok := f.lines[n]; ok {
		return s
	}
	f.lines[n] = "line"
	return "line"
}
