// A linter died of the file names that it mapped back.
//
// One goroutine for each package, and all of them fill one map, two calls
// further down.
//
// Link: https://github.com/golangci/golangci-lint/pull/1192
// Idiom: a local map is handed down to goroutines
// Source: goroutines started in a loop
package main

import (
	"fmt"
	"sync"
)

type mapper struct {
	m map[string]string
}

func collect(files []string, m *mapper) {
	for _, f := range files {
		add(f, m)
	}
}

func add(file string, m *mapper) {
	m.m[file+".go"] = file // BUG: written by all of them
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
