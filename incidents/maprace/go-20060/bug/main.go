// A set that locks all its methods died all the same.
//
// A value receiver is a copy: the map in it is the same, the mutex is not.
//
// Link: https://github.com/golang/go/issues/20060
// Idiom: the mutex is locked in a copy
// Source: goroutines started in a loop
package main

import (
	"fmt"
	"sync"
)

type set struct {
	sync.Mutex
	m map[string]bool
}

func (s set) add(key string) {
	s.Lock()
	defer s.Unlock()
	if s.m[key] { // OTHER
		return
	}
	s.m[key] = true // BUG: each call locks a mutex of its own
}

func main() {
	for range 20 {
		s := &set{m: make(map[string]bool)}
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for j := range 5000 {
					s.add(fmt.Sprint(i, j))
				}
			}()
		}
		wg.Wait()
	}
}
