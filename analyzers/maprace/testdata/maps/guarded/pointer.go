package guarded

import (
	"reflect"
	"sync"
)

// A Provider remembers what it found out, with a lock behind a pointer.
type Provider struct {
	lock  *sync.Mutex
	index map[reflect.Type][]string
}

// NewProvider returns an empty one.
func NewProvider() *Provider {
	return &Provider{lock: new(sync.Mutex), index: make(map[reflect.Type][]string)}
}

// Names looks before it locks.
func (p *Provider) Names(v any) []string {
	names, ok := p.index[reflect.TypeOf(v)] // want `map p.index is read here without p.lock`
	if !ok {
		names = p.find(reflect.TypeOf(v))
	}
	return names
}

// Has does, too.
func (p *Provider) Has(t reflect.Type, name string) bool {
	names, ok := p.index[t] // want `map p.index is read here without p.lock`
	if !ok {
		names = p.find(t)
	}
	return len(names) > 0 && names[0] == name
}

func (p *Provider) find(t reflect.Type) []string {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.index[t] = []string{t.Name()}
	return p.index[t]
}

// A Tenants has an embedded lock behind a pointer.
type Tenants struct {
	*sync.RWMutex
	plans map[string]int
}

// Plan forgets the lock.
func (t *Tenants) Plan(id string) int {
	if n := t.plans[id]; n > 0 { // want `map t.plans is read here without t.RWMutex`
		return n
	}
	t.set(id)
	return 1
}

func (t *Tenants) set(id string) {
	t.Lock()
	t.plans[id] = 1
	t.Unlock()
}

// A Books has a lock behind a pointer for something else.
type Books struct {
	mu    *sync.Mutex
	sum   int
	cells map[string]int
}

// Add locks for the sum, and while it does, for the cell.
func (t *Books) Add(k string, n int) {
	t.mu.Lock()
	t.sum += n
	t.cells[k] += n
	t.mu.Unlock()
}

// Sum locks.
func (t *Books) Sum() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sum
}

// Cell does not: nothing tells that the lock is for the cells.
func (t *Books) Cell(k string) int { return t.cells[k] }
