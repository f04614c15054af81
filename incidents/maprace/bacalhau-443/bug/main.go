// A node died while it encoded the state of a job.
//
// json.Marshal ranges over maps, and a reflected range is a range.
//
// Link: https://github.com/bacalhau-project/bacalhau/issues/443
// Idiom: an encoder iterates over the map
// Source: a background goroutine
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
	j.states[node] = state // OTHER
}

func (j *job) encode() []byte {
	b, _ := json.Marshal(j.states) // BUG: Marshal iterates without j.mu
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
