package served

import (
	"fmt"
	"sync"
)

type flight struct{ tags map[string]int }

// Flights has maps in maps, slices and structs.
type Flights struct {
	mu    sync.Mutex
	by    map[string]map[string]int
	shard []map[string]int
	some  map[string]*flight
	kept  map[string]map[string]int
	names map[string]int
}

// Add fills them.
func (f *Flights) Add(k string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.by[k][k] = 1
	f.shard[0][k] = 1
	f.some[k].tags[k] = 1
	f.kept[k][k] = 1
	f.names[k]++
}

// Count reads them.
func (f *Flights) Count(k string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.by[k][k] + f.shard[0][k] + f.some[k].tags[k] + f.kept[k][k] + f.names[k]
}

// Close takes the containers, and what is in them.
func (f *Flights) Close(done func(string, int)) {
	f.mu.Lock()
	by, shard, some := f.by, f.shard, f.some
	f.by, f.shard, f.some = nil, nil, nil
	f.mu.Unlock()
	for _, inner := range by {
		for k, n := range inner {
			done(k, n)
		}
	}
	for _, inner := range shard {
		for k, n := range inner {
			done(k, n)
		}
	}
	if one, ok := some["a"]; ok {
		for k, n := range one.tags {
			done(k, n)
		}
	}
}

// Each leaves the container where it is.
func (f *Flights) Each(done func(string, int)) {
	f.mu.Lock()
	inner := f.kept["a"]
	f.mu.Unlock()
	for k, n := range inner { // want `map .* is iterated over here without f.mu`
		done(k, n)
	}
}

// Names prints pointers and types: no look at what is there. The last one looks.
func (f *Flights) Names(other *Flights) []string {
	if other != f {
		panic(fmt.Sprintf("%p != %p", other, f))
	}
	return []string{
		fmt.Sprintf("%T of %p", f.names, f.names),
		fmt.Sprintf("%s: %6.2f %p", "flights", 0.5, f.names),
		fmt.Sprintf("%d%% %p", 5, f),
		fmt.Sprintf("%p %v", f, f.names), // want `map f.names is iterated over here without f.mu`
	}
}
