// A node died of two sessions that ended at the same time.
//
// The library calls back on goroutines of its own. (There it was an event bus,
// here it is package time.)
//
// Link: https://github.com/mysteriumnetwork/node/pull/6031
// Idiom: no lock at all
// Source: a callback given to a library
package main

import (
	"fmt"
	"sync"
	"time"
)

type totals struct {
	promised map[string]int
}

func (t *totals) store(id string, n int) {
	t.promised[id] = n // BUG: written by all callbacks
}

func (t *totals) get(id string) int {
	n := t.promised[id] // OTHER
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
