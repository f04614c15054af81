package guarded

import "sync"

// A limit is behind an interface; the lock is the registry's.
type limit interface {
	acquire(key string) bool
	release(key string)
}

type remote struct{ log map[string]int } // the same place, other fields

func (r *remote) acquire(string) bool { return true }
func (r *remote) release(string)      {}

type weighted struct{ holders map[string]bool }

func (w *weighted) acquire(key string) bool {
	w.holders[key] = true
	return true
}

func (w *weighted) release(key string) {
	delete(w.holders, key) // want `map w.holders is written here with only a read lock of r.mu, which several goroutines can hold`
}

// A Registry holds limits by name.
type Registry struct {
	mu     sync.RWMutex
	limits map[string]limit
}

// Acquire tries to acquire the lock of a name.
func (r *Registry) Acquire(name, key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if l, ok := r.limits[name]; ok {
		return l.acquire(key)
	}
	return false
}

// Release gives it back.
func (r *Registry) Release(name, key string) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	r.limits[name].release(key)
}

// Drop gives them all up.
func (r *Registry) Drop(name, key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.limits[name].release(key)
	delete(r.limits, name)
}

// Initialize runs at start.
func (r *Registry) Initialize(names []string) {
	for _, name := range names {
		r.limits[name] = &weighted{make(map[string]bool)}
	}
}
