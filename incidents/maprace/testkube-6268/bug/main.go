// A workflow executor died when it fetched its templates.
//
// All goroutines of the group look up and fill the cache of one fetcher.
//
// Link: https://github.com/kubeshop/testkube/pull/6268
// Idiom: no lock at all
// Source: errgroup
package main

import (
	"fmt"

	"golang.org/x/sync/errgroup"
)

type fetcher struct {
	cache map[string]string
}

func (f *fetcher) get(name string) (string, error) {
	if s, ok := f.cache[name]; ok { // OTHER
		return s, nil
	}
	f.cache[name] = "template " + name // BUG: written by all of them
	return f.cache[name], nil          // OTHER
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
