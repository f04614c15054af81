// A node died while it flushed its trie to disk.
//
// The flush walks the map to see how much it must write, and only then takes
// the lock.
//
// Link: https://github.com/ethereum/go-ethereum/pull/28542
// Idiom: the loop before the lock
// Source: goroutines of the block import
package main

import "sync"

type database struct {
	lock    sync.RWMutex
	dirties map[int]int
	oldest  int
}

func (db *database) insert(hash int) {
	db.lock.Lock()
	defer db.lock.Unlock()
	db.dirties[hash] = hash - 1 // OTHER
}

func (db *database) flush(n int) int {
	sum := 0
	for oldest := db.oldest; n > 0; n-- {
		node := db.dirties[oldest] // BUG: read before the lock is taken
		oldest = node + 1
		sum += node
	}
	db.lock.Lock()
	defer db.lock.Unlock()
	db.oldest = sum
	return sum
}

func main() {
	db := &database{dirties: make(map[int]int)}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for i := range 100000 {
			db.insert(i)
		}
	}()
	go func() {
		defer wg.Done()
		for range 20000 {
			db.flush(10)
		}
	}()
	wg.Wait()
}
