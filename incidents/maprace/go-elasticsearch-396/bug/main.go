// A service that showed the metrics of its client died of showing them.
//
// The getter locks, and then returns the map, not a copy.
//
// Link: https://github.com/elastic/go-elasticsearch/pull/396
// Idiom: the map itself leaves the critical section
// Source: goroutines that share a client
package main

import (
	"sync"
)

type metrics struct {
	sync.RWMutex
	responses map[int]int
}

func (m *metrics) count(status int) {
	m.Lock()
	defer m.Unlock()
	m.responses[status]++ // OTHER
}

func (m *metrics) snapshot() map[int]int {
	m.RLock()
	defer m.RUnlock()
	return m.responses
}

func total(m *metrics) int {
	sum := 0
	for _, n := range m.snapshot() { // BUG: iterated after the lock was released
		sum += n
	}
	return sum
}

func main() {
	m := &metrics{responses: make(map[int]int)}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for i := range 300000 {
			m.count(i % 500)
		}
	}()
	go func() {
		defer wg.Done()
		for range 30000 {
			total(m)
		}
	}()
	wg.Wait()
}
