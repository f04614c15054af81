// Package library has maps behind interfaces that constructors return, runs what it is
// given, and hands out what it guards.
package library

import (
	"net/http"
	"sync"
)

// A Counter counts words.
type Counter interface {
	Count(word string)
	Total(word string) int
}

type plain struct{ counts map[string]int }

// NewCounter returns a counter for one goroutine.
func NewCounter() Counter { return &plain{counts: make(map[string]int)} }

func (p *plain) Count(word string)     { p.counts[word]++ }
func (p *plain) Total(word string) int { return p.counts[word] }

type locked struct {
	mu     sync.Mutex
	counts map[string]int
}

// NewLocked returns a counter for all.
func NewLocked() (Counter, error) { return &locked{counts: make(map[string]int)}, nil }

func (l *locked) Count(word string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts[word]++
}

func (l *locked) Total(word string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.counts[word]
}

// A Sink takes messages.
type Sink interface{ Take(msg string) }

// A SinkFunc is a function that takes messages.
type SinkFunc func(msg string)

// Take calls f.
func (f SinkFunc) Take(msg string) { f(msg) }

// A Pump gives messages to a sink.
type Pump struct {
	sink Sink
	tap  func(string)
}

// NewPump returns a pump.
func NewPump(sink Sink, tap func(string)) *Pump { return &Pump{sink: sink, tap: tap} }

// Run gives each message to the sink on a goroutine of its own.
func (p *Pump) Run(in <-chan string) {
	for msg := range in {
		go p.sink.Take(msg)
	}
}

// Drain gives one message after the other.
func (p *Pump) Drain(in <-chan string) {
	for msg := range in {
		p.sink.Take(msg)
	}
}

// Tap calls the function beside the caller.
func (p *Pump) Tap(in <-chan string) {
	for msg := range in {
		go p.tap(msg)
	}
}

// Rooms is a guarded map.
type Rooms struct {
	mu sync.RWMutex
	m  map[string]int
}

// NewRooms returns none.
func NewRooms() *Rooms { return &Rooms{m: make(map[string]int)} }

// Join adds a member.
func (r *Rooms) Join(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.m[name]++
}

// All hands out the map itself.
func (r *Rooms) All() map[string]int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.m
}

// Copy hands out a copy.
func (r *Rooms) Copy() map[string]int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	out := make(map[string]int, len(r.m))
	for k, v := range r.m {
		out[k] = v
	}
	return out
}

// A Bus has a bug of its own: its users can do nothing about it.
type Bus struct {
	mu   sync.RWMutex
	once map[string]func()
}

// NewBus returns one.
func NewBus() *Bus { return &Bus{once: make(map[string]func())} }

// On adds what happens once.
func (b *Bus) On(k string, f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.once[k] = f
}

// Fire changes the map under the read lock.
func (b *Bus) Fire(k string) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if f := b.once[k]; f != nil {
		f()
	}
	delete(b.once, k) // want `written here with only a read lock of b.mu`
}

// Start fires on a goroutine.
func (b *Bus) Start(in <-chan string) {
	go func() {
		for k := range in {
			b.Fire(k)
		}
	}()
}

// Topics are asked by requests, once somebody serves them.
type Topics struct{ m map[string]bool }

// NewTopics returns none.
func NewTopics() *Topics { return &Topics{m: make(map[string]bool)} }

// Add adds one.
func (t *Topics) Add(name string) { t.m[name] = true }

// Route registers a handler.
func (t *Topics) Route(mux *http.ServeMux) {
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		go func() { _ = t.m[r.URL.Path] }()
	})
}
