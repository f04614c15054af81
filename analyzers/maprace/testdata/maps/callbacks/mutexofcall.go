package callbacks

import "sync"

// serially runs fn on goroutines, one after the other: all have the mutex of the call.
func serially(items []string, fn func(string)) {
	var mu sync.Mutex
	each(items, func(s string) {
		mu.Lock()
		defer mu.Unlock()
		fn(s)
	})
}

// beside runs fn on goroutines, and locks for itself only.
func beside(items []string, fn func(string)) (total int) {
	var mu sync.Mutex
	each(items, func(s string) {
		mu.Lock()
		total += len(s)
		mu.Unlock()
		fn(s)
	})
	return total
}

func each(items []string, fn func(string)) {
	var wg sync.WaitGroup
	for _, it := range items {
		wg.Go(func() { fn(it) })
	}
	wg.Wait()
}

func collect(items []string) (a, b map[string]bool) {
	a, b = make(map[string]bool), make(map[string]bool)
	serially(items, func(s string) { a[s] = true })
	beside(items, func(s string) { b[s] = true }) // want `map b is written here without a lock by several goroutines at once`
	return a, b
}
