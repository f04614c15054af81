// A controller died when two workflows released a semaphore at once.
//
// Several goroutines can hold a read lock, and all of them delete.
//
// Link: https://github.com/argoproj/argo-workflows/pull/15546
// Idiom: a write under a read lock
// Source: goroutines started in a loop
package main

import (
	"fmt"
	"sync"
)

type manager struct {
	lock    sync.RWMutex
	holders map[string]bool
}

func (m *manager) acquire(key string) {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.holders[key] = true // OTHER
}

func (m *manager) release(key string) {
	m.lock.RLock()
	defer m.lock.RUnlock()
	delete(m.holders, key) // BUG: deleted under a read lock
}

func main() {
	m := &manager{holders: make(map[string]bool)}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range 50000 {
				key := fmt.Sprint(i, j%20)
				m.acquire(key)
				m.release(key)
			}
		}()
	}
	wg.Wait()
}
