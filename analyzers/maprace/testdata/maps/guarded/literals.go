package guarded

import (
	"iter"
	"sync"
)

// A Bus returns functions that its callers call when they like.
type Bus struct {
	mu    sync.Mutex
	subs  map[string]int
	names map[string]int
	calls map[string]int
}

func (b *Bus) Subscribe(k string) (cancel func()) {
	b.mu.Lock()
	b.subs[k]++
	b.names[k]++
	b.calls[k]++
	b.mu.Unlock()
	return func() {
		delete(b.subs, k) // want `map b.subs is written here without b.mu`
	}
}

func (b *Bus) Publish(k string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subs[k]--
	b.names[k]--
	b.calls[k]--
}

// Names is an iterator.
func (b *Bus) Names() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for k, n := range b.names { // want `map b.names is iterated over here without b.mu`
			if !yield(k, n) {
				return
			}
		}
	}
}

func (b *Bus) Counter(k string) (func() int, error) {
	return func() int { return b.calls[k] }, nil // want `map b.calls is read here without b.mu`
}

// Begin leaves the lock to what it returns.
func (b *Bus) Begin(k string) (commit func()) {
	b.mu.Lock()
	return func() {
		b.subs[k]++
		b.mu.Unlock()
	}
}

// An Option is for the new one.
type Option func(*Bus)

func Named(k string) Option { return func(b *Bus) { b.names[k] = 1 } }

func (b *Bus) Renamed(k string) func(*Bus) { return func(b *Bus) { b.names[k] = 1 } }

func (b *Bus) Unsubscriber(k string) func() {
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.subs, k)
	}
}
