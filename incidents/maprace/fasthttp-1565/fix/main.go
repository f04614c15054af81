// The fix of fasthttp-1565.
package main

import (
	"maps"
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
		suffixes = maps.Clone(defaultSuffixes)
	}
	if f.suffix != "" {
		suffixes["gzip"] = f.suffix
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
