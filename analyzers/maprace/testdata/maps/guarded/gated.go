package guarded

import (
	"sync"
	"sync/atomic"
)

// As long as it is open, others use the map.

type feed struct {
	mu     sync.Mutex
	items  map[string]int
	closed atomic.Bool
	asked  atomic.Int64
}

func (f *feed) Add(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.items[id]++
}

func (f *feed) Drop(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.items, id)
}

func (f *feed) Get(id string) int {
	if f.closed.Load() {
		return 0
	}
	return f.items[id] // want `map f.items is read here without f.mu`
}

func (f *feed) Count(id string) int {
	f.asked.Add(1)
	return f.items[id] // want `map f.items is read here without f.mu`
}

func (f *feed) Has(id string) bool {
	if f.asked.Load() == 0 {
		return f.items[id] > 0 // want `map f.items is read here without f.mu`
	}
	return false
}

// Whatever the flag says, two of these meet.
func (f *feed) Touch(id string) {
	if f.closed.Load() {
		f.items[id] = 0 // want `map f.items is written here without f.mu`
	}
}
