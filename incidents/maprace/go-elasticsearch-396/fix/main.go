// The fix of go-elasticsearch-396.
package main

import (
	"maps"
	"sync"
)

type metrics struct {
	sync.RWMutex
	responses map[int]int
}

func (m *metrics) count(status int) {
	m.Lock()
	defer m.Unlock()
	m.responses[status]++
}

func (m *metrics) snapshot() map[int]int {
	m.RLock()
	defer m.RUnlock()
	return maps.Clone(m.responses)
}

func total(m *metrics) int {
	sum := 0
	for _, n := range m.snapshot() {
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
