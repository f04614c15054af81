package silent

import "sync"

// fakeBackend stands in for a backend: production never runs on it.
type fakeBackend struct {
	mu    sync.Mutex
	items map[string]int
}

func (f *fakeBackend) put(k string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.items[k]++
}

func (f *fakeBackend) drop(k string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.items, k)
}

func (f *fakeBackend) list() []string {
	var out []string
	for k := range f.items {
		out = append(out, k)
	}
	return out
}

var _ backend = &fakeBackend{}
