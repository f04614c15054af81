// The fix of mysterium-6031.
package main

import (
	"fmt"
	"sync"
	"time"
)

type totals struct {
	mu       sync.Mutex
	promised map[string]int
}

func (t *totals) store(id string, n int) {
	t.mu.Lock()
	t.promised[id] = n
	t.mu.Unlock()
}

func (t *totals) get(id string) int {
	t.mu.Lock()
	n := t.promised[id]
	t.mu.Unlock()
	return n
}

func main() {
	t := &totals{promised: make(map[string]int)}
	var ended sync.WaitGroup
	for i := range 100000 {
		ended.Add(1)
		time.AfterFunc(time.Millisecond, func() {
			defer ended.Done()
			t.store(fmt.Sprint("consumer-", i%100), i)
			t.get("consumer-0")
		})
	}
	ended.Wait()
}
