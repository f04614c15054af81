// The fix of bacalhau-443.
package main

import (
	"encoding/json"
	"sync"
)

type job struct {
	mu     sync.Mutex
	states map[string]int
}

func (j *job) set(node string, state int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.states[node] = state
}

func (j *job) encode() []byte {
	j.mu.Lock()
	defer j.mu.Unlock()
	b, _ := json.Marshal(j.states)
	return b
}

func main() {
	j := &job{states: make(map[string]int)}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for i := range 300000 {
			j.set(string(rune('a'+i%200)), i)
		}
	}()
	go func() {
		defer wg.Done()
		for range 5000 {
			j.encode()
		}
	}()
	wg.Wait()
}
