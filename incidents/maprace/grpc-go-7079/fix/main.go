// The fix of grpc-go-7079.
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
	c.channels[id] = &channel{}
}

func (c *channelMap) get(id int) *channel {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.channels[id]
}

type sub struct {
	parent *channel
	id     int
}

var db = &channelMap{channels: make(map[int]*channel)}

func register(pid, id int) *sub {
	return &sub{parent: db.get(pid), id: id}
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
