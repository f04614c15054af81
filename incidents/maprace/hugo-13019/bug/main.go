// A site generator died when its server rebuilt while it rendered.
//
// Between the reset and the second run a reader that has passed the first
// still reads.
//
// Link: https://github.com/gohugoio/hugo/issues/13019
// Idiom: a Once that is reset is taken for a guard
// Source: goroutines that render pages
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
	init := x.init
	x.mu.Unlock()
	init.Do(func() {
		m := make(map[int]int)
		x.m = m
		for i := range 100 {
			x.m[i] = i // BUG: the Once is reset, so it runs again
		}
	})
	return x.m[key] // OTHER
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
