// The fix of golangci-lint-1192.
package main

import (
	"fmt"
	"sync"
)

type mapper struct {
	sync.Mutex
	m map[string]string
}

func collect(files []string, m *mapper) {
	for _, f := range files {
		add(f, m)
	}
}

func add(file string, m *mapper) {
	m.Lock()
	defer m.Unlock()
	m.m[file+".go"] = file
}

func main() {
	for range 20 {
		m := &mapper{m: make(map[string]string)}
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				var files []string
				for j := range 100 {
					files = append(files, fmt.Sprint(i, "-", j))
				}
				collect(files, m)
			}()
		}
		wg.Wait()
	}
}
