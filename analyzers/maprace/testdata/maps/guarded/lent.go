package guarded

import (
	"maps"
	"sync"

	"example.com/maps/keys"
)

// A Pool gives its map to a package that only reads.
type Pool struct {
	mu   sync.Mutex
	free map[string]int
}

func (p *Pool) Put(k string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free[k]++
}

func (p *Pool) Take(k string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free[k]--
}

func (p *Pool) all() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.free
}

func (p *Pool) Count(first byte) int { return keys.Count(p.all(), first) } // want `map p.free is iterated over here without p.mu`

func (p *Pool) Has(k string) bool { return keys.Has(p.free, k) } // want `map p.free is read here without p.mu`

func (p *Pool) Held(k string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return keys.Has(p.free, k)
}

func (p *Pool) Copied(first byte) int {
	p.mu.Lock()
	c := maps.Clone(p.free)
	p.mu.Unlock()
	return keys.Count(c, first)
}
