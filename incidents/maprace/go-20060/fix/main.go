// The fix of go-20060.
package main

import (
	"fmt"
	"sync"
)

type set struct {
	sync.Mutex
	m map[string]bool
}

func (s *set) add(key string) {
	s.Lock()
	defer s.Unlock()
	if s.m[key] {
		return
	}
	s.m[key] = true
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
