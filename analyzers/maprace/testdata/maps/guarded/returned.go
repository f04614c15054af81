package guarded

import "sync"

// Literals that functions return are followed to where they are called.
type counters struct {
	mu sync.Mutex
	m  map[string]int
}

func (c *counters) adder(k string) func() {
	return func() { c.mu.Lock(); c.m[k]++; c.mu.Unlock() }
}

func (c *counters) Add(k string) { c.adder(k)() }

func (c *counters) getter(k string) func() int {
	return func() int { return c.m[k] } // want `map c.m is read here without c.mu \(called from \(\*counters\).Get at returned.go:21\)`
}

func (c *counters) Get(k string) int { return c.getter(k)() }

func (c *counters) Safe(k string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.getter(k)()
}

func (c *counters) lock() func() { c.mu.Lock(); return func() { c.mu.Unlock() } }

func (c *counters) Delete(k string) { defer c.lock()(); delete(c.m, k) }

func (c *counters) Clear() {
	unlock := c.lock()
	clear(c.m)
	unlock()
}

func (c *counters) many(ks []string) {
	for _, k := range ks {
		go c.adder(k)()
	}
}

// Each call makes a map of its own.
func pair() (func(string), func() int) {
	m := map[string]int{}
	return func(k string) { m[k]++ }, func() int { return m["x"] } // want `map m is written here without a lock by several goroutines at once`
}

func several(ks []string) int {
	add, get := pair()
	for _, k := range ks {
		go add(k)
	}
	return get()
}

func oneEach(ks []string) {
	for _, k := range ks {
		add, _ := pair()
		go add(k)
	}
}
