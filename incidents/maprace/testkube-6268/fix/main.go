// The fix of testkube-6268.
package main

import (
	"fmt"

	"golang.org/x/sync/errgroup"
	"sync"
)

type fetcher struct {
	mu    sync.Mutex
	cache map[string]string
}

func (f *fetcher) get(name string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s, ok := f.cache[name]; ok {
		return s, nil
	}
	f.cache[name] = "template " + name
	return f.cache[name], nil
}

func (f *fetcher) prefetch(names []string) error {
	var g errgroup.Group
	for _, name := range names {
		g.Go(func() error {
			_, err := f.get(name)
			return err
		})
	}
	return g.Wait()
}

func main() {
	var names []string
	for i := range 500 {
		names = append(names, fmt.Sprint("t", i))
	}
	for range 50 {
		f := &fetcher{cache: make(map[string]string)}
		if err := f.prefetch(names); err != nil {
			panic(err)
		}
	}
}
