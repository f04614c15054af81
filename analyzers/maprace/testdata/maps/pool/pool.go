// Package pool runs functions on goroutines. // want package:"maprace"
package pool

import "sync"

// Each runs f for each key, in parallel, and waits.
func Each(keys []string, f func(string)) {
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f(k)
		}()
	}
	wg.Wait()
}

// Do runs f here.
func Do(f func()) { f() }

// A Runner runs one function, or keeps it.
type Runner interface {
	Run(f func())
	OnEvent(f func())
}
