// Programs with channel statistics died when they opened connections.
//
// All methods of the type lock; this function looks into the map itself.
//
// Link: https://github.com/grpc/grpc-go/pull/7079
// Idiom: indexed in a literal, past the methods that lock
// Source: goroutines that share a package
package main

import "sync"

type channel struct{ subs int }

type channelMap struct {
	mu       sync.RWMutex
	channels map[int]*channel
}

func (c *channelMap) add(id int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.channels[id] = &channel{} // OTHER
}

type sub struct {
	parent *channel
	id     int
}

var db = &channelMap{channels: make(map[int]*channel)}

func register(pid, id int) *sub {
	return &sub{parent: db.channels[pid], id: id} // BUG: read without db.mu
}

func main() {
	db.add(0)
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for i := range 200000 {
			db.add(i)
		}
	}()
	go func() {
		defer wg.Done()
		for i := range 200000 {
			register(i, i)
		}
	}()
	wg.Wait()
}
