package elements

import "sync"

type item struct{ tags, notes map[string]int }

func tallied(it *item, wg *sync.WaitGroup) {
	defer wg.Done()
	it.tags["n"] = 1 // want `map it\.tags is written here without a lock by a goroutine started at rounds\.go:\d+, and written in indexed`
}

func indexed(it *item, wg *sync.WaitGroup) {
	defer wg.Done()
	it.tags["i"] = 1
}

// rounds starts two goroutines for each item.
func rounds(items []*item) {
	var wg sync.WaitGroup
	for _, it := range items {
		wg.Add(2)
		go tallied(it, &wg)
		go indexed(it, &wg)
	}
	wg.Wait()
}

func captured(items map[string]*item) {
	var wg sync.WaitGroup
	for _, it := range items {
		wg.Go(func() { it.tags["x"] = 1 }) // want `map it\.tags is written here without a lock`
		wg.Go(func() {
			for range it.tags {
			}
		})
	}
	wg.Wait()
}

// apart is silent: each item has one goroutine, or one after the other, or another map.
func apart(items []*item) {
	var wg sync.WaitGroup
	for i, it := range items {
		if i%2 == 0 {
			wg.Go(func() { it.tags["x"] = 1 })
		} else {
			wg.Go(func() { it.tags["y"] = 1 })
		}
	}
	wg.Wait()
	for _, it := range items {
		var own sync.WaitGroup
		own.Go(func() { it.tags["x"] = 1 })
		own.Wait()
		own.Go(func() { it.tags["y"] = 1 })
		own.Wait()
	}
	for _, it := range items {
		wg.Go(func() { it.tags["x"] = 1 })
		wg.Go(func() { it.notes["y"] = 1 })
	}
	wg.Wait()
}
