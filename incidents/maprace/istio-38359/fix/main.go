// The fix of istio-38359.
package main

import (
	"fmt"
	"sync"
)

var (
	basesMu sync.RWMutex
	bases   = make(map[string]string)
)

func warm(images []string) {
	basesMu.Lock()
	defer basesMu.Unlock()
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, image := range images {
		wg.Add(1)
		go func() {
			defer wg.Done()
			digest := "sha256:" + image
			mu.Lock()
			bases[image] = digest
			mu.Unlock()
		}()
	}
	wg.Wait()
}

func main() {
	var images []string
	for i := range 2000 {
		images = append(images, fmt.Sprint("image-", i))
	}
	for range 20 {
		warm(images)
	}
}
