// A file copy died when it checked the files that it transferred.
//
// Nothing in the package of the object shows that objects are shared; whoever
// uses them does.
//
// Link: https://github.com/rclone/rclone/issues/2378
// Idiom: no lock at all
// Source: transfers and checkers that share an object
package main

import (
	"fmt"
	"sync"
)

type object struct {
	hashes map[string]string
}

func (o *object) hash(kind string) string {
	if o.hashes == nil {
		o.hashes = make(map[string]string)
	}
	if h, ok := o.hashes[kind]; ok { // OTHER
		return h
	}
	h := "hash of " + kind
	o.hashes[kind] = h // BUG: written by both
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
