// A program that served two directories died when it started to serve them.
//
// The Once is the object's, but the map may be the package's: two objects
// write to it at once.
//
// Link: https://github.com/valyala/fasthttp/pull/1565
// Idiom: a Once of each object is taken for a guard
// Source: goroutines that share a package
package main

import (
	"sync"
)

var defaultSuffixes = map[string]string{"gzip": ".gz", "br": ".br"}

type fs struct {
	once     sync.Once
	suffix   string
	suffixes map[string]string
}

func (f *fs) handler() map[string]string {
	f.once.Do(f.init)
	return f.suffixes
}

func (f *fs) init() {
	suffixes := f.suffixes
	if len(suffixes) == 0 {
		suffixes = defaultSuffixes
	}
	if f.suffix != "" {
		suffixes["gzip"] = f.suffix // BUG: it may be the map of the package
	}
	f.suffixes = suffixes
}

func main() {
	for range 20000 {
		var wg sync.WaitGroup
		for range 2 {
			f := &fs{suffix: ".fasthttp.gz"}
			wg.Add(1)
			go func() {
				defer wg.Done()
				f.handler()
			}()
		}
		wg.Wait()
	}
}
