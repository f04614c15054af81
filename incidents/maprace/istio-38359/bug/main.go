// A build tool died now and then when it warmed its cache of base images.
//
// Who starts the goroutines holds the lock, and waits for them: that orders
// them against everybody else, but not against each other.
//
// Link: https://github.com/istio/istio/pull/38359
// Idiom: the lock of the goroutine that starts the others
// Source: goroutines started in a loop
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
	var wg sync.WaitGroup
	for _, image := range images {
		wg.Add(1)
		go func() {
			defer wg.Done()
			digest := "sha256:" + image
			bases[image] = digest // BUG: written by all of them
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
