// The fix of go-zero-2079.
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
				vals[ev.key] = ev.addr
			} else {
				c.values[prefix] = map[string]string{ev.key: ev.addr}
			}
			c.lock.Unlock()
			continue
		}
		c.lock.Lock()
		if vals, ok := c.values[prefix]; ok {
			delete(vals, ev.key)
		}
		c.lock.Unlock()
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
