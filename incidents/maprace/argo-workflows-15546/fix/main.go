// The fix of argo-workflows-15546.
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
	m.holders[key] = true
}

func (m *manager) release(key string) {
	m.lock.Lock()
	defer m.lock.Unlock()
	delete(m.holders, key)
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
