// The fix of hugo-13019.
package main

import "sync"

type index struct {
	mu   sync.RWMutex
	init *sync.Once
	m    map[int]int
}

func (x *index) reset() {
	x.mu.Lock()
	x.init = new(sync.Once)
	x.mu.Unlock()
}

func (x *index) get(key int) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	init := x.init
	init.Do(func() {
		m := make(map[int]int)
		x.m = m
		for i := range 100 {
			x.m[i] = i
		}
	})
	return x.m[key]
}

func main() {
	x := &index{init: new(sync.Once)}
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 20000 {
				x.get(i % 100)
				if i%10 == 0 {
					x.reset()
				}
			}
		}()
	}
	wg.Wait()
}
