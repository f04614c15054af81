// A service-discovery client died when a service went away while others came.
//
// Every watch goroutine takes the lock to add, but not to look up and delete.
//
// Link: https://github.com/zeromicro/go-zero/pull/2079
// Idiom: one branch forgets the lock
// Source: goroutines started in a loop
package main

import "sync"

type event struct {
	add  bool
	key  string
	addr string
}

type cluster struct {
	lock   sync.Mutex
	values map[string]map[string]string
}

func (c *cluster) handle(prefix string, events []event) {
	for _, ev := range events {
		if ev.add {
			c.lock.Lock()
			if vals, ok := c.values[prefix]; ok {
				vals[ev.key] = ev.addr // OTHER
			} else {
				c.values[prefix] = map[string]string{ev.key: ev.addr} // OTHER
			}
			c.lock.Unlock()
			continue
		}
		if vals, ok := c.values[prefix]; ok { // BUG: looked up without c.lock
			delete(vals, ev.key) // OTHER
		}
	}
}

func main() {
	c := &cluster{values: make(map[string]map[string]string)}
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 50000 {
				c.handle("rpc", []event{{true, "k", "10.0.0.1"}, {false, "k", ""}})
			}
		}()
	}
	wg.Wait()
}
