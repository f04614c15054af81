// A storage node that reported its disk space to many clients at once died.
//
// The deferred Unlock had no Lock. Here the pair is gone altogether: an Unlock
// of an unlocked mutex would end the program by itself.
//
// Link: https://github.com/VictoriaMetrics/VictoriaMetrics/pull/9523
// Idiom: Unlock is deferred, Lock forgotten
// Source: goroutines started in a loop
package main

import "sync"

var (
	spaceMu sync.Mutex
	space   = make(map[string]uint64)
)

func freeSpace(path string) uint64 {
	spaceMu.Lock()
	defer spaceMu.Unlock()
	if n, ok := space[path]; ok { // OTHER
		return n
	}
	return update(path)
}

func totalSpace(path string) uint64 {
	if n, ok := space[path+"/total"]; ok { // BUG: read without spaceMu
		return n
	}
	return update(path + "/total")
}

// update is called with spaceMu held.
func update(path string) uint64 {
	space[path] = uint64(len(path)) // BUG: totalSpace does not hold spaceMu
	if len(space) > 100 {
		clear(space) // OTHER
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
