// The fix of victoriametrics-9523.
package main

import "sync"

var (
	spaceMu sync.Mutex
	space   = make(map[string]uint64)
)

func freeSpace(path string) uint64 {
	spaceMu.Lock()
	defer spaceMu.Unlock()
	if n, ok := space[path]; ok {
		return n
	}
	return update(path)
}

func totalSpace(path string) uint64 {
	spaceMu.Lock()
	defer spaceMu.Unlock()
	if n, ok := space[path+"/total"]; ok {
		return n
	}
	return update(path + "/total")
}

// update is called with spaceMu held.
func update(path string) uint64 {
	space[path] = uint64(len(path))
	if len(space) > 100 {
		clear(space)
	}
	return space[path]
}

func main() {
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			for j := range 50000 {
				freeSpace(string(rune('a' + i + j%50)))
			}
		}()
		go func() {
			defer wg.Done()
			for j := range 50000 {
				totalSpace(string(rune('a' + i + j%50)))
			}
		}()
	}
	wg.Wait()
}
