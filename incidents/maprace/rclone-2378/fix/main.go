// The fix of rclone-2378.
package main

import (
	"fmt"
	"sync"
)

type object struct {
	mu     sync.Mutex
	hashes map[string]string
}

func (o *object) hash(kind string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.hashes == nil {
		o.hashes = make(map[string]string)
	}
	if h, ok := o.hashes[kind]; ok {
		return h
	}
	h := "hash of " + kind
	o.hashes[kind] = h
	return h
}

func main() {
	for range 200 {
		o := &object{hashes: make(map[string]string)}
		var wg sync.WaitGroup
		wg.Add(2)
		go func() { // the transfer
			defer wg.Done()
			for i := range 1000 {
				o.hash(fmt.Sprint("md5-", i))
			}
		}()
		go func() { // the checker
			defer wg.Done()
			for i := range 1000 {
				o.hash(fmt.Sprint("sha1-", i))
			}
		}()
		wg.Wait()
	}
}
