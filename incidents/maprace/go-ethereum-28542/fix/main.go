// The fix of go-ethereum-28542.
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
	db.dirties[hash] = hash - 1
}

func (db *database) flush(n int) int {
	db.lock.Lock()
	defer db.lock.Unlock()
	sum := 0
	for oldest := db.oldest; n > 0; n-- {
		node := db.dirties[oldest]
		oldest = node + 1
		sum += node
	}
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
