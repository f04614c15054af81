package proven

import (
	"sync"
	"time"
)

// Maps that a function and the goroutine of an earlier call of it use.

type ttl struct {
	items map[string]int
	timer *time.Timer
}

func (c *ttl) set(k string, v int) {
	c.items[k] = v
	time.AfterFunc(time.Minute, func() { delete(c.items, k) }) // want `map c.items is written here without a lock by a goroutine started at twice.go:\d+, and written in \(\*ttl\).set \(twice.go:\d+\) by the next call: fatal error: concurrent map writes`
}

type inflight struct {
	sent  map[uint16]time.Time
	timer *time.Timer
}

func (c *inflight) publish(id uint16) {
	c.sent[id] = time.Now() // want `map c.sent is written here without a lock, and iterated over in \(\*inflight\).retry \(twice.go:\d+\) by a goroutine started at twice.go:\d+ for an earlier call: fatal error: concurrent map iteration and map write`
	c.arm()
}

func (c *inflight) arm() {
	if c.timer == nil {
		c.timer = time.AfterFunc(time.Second, c.retry)
	}
}

func (c *inflight) retry() {
	for id := range c.sent {
		println(id)
	}
}

var jobs = map[string]bool{}

func submit(name string, run func()) {
	jobs[name] = true
	go func() {
		run()
		delete(jobs, name) // want `map jobs is written here without a lock by a goroutine started at twice.go:\d+, and written in submit \(twice.go:\d+\) by the next call`
	}()
}

// waited ends its goroutine before it returns.
func (c *ttl) waited(k string) {
	var wg sync.WaitGroup
	c.items[k]++
	wg.Add(1)
	go func() {
		defer wg.Done()
		c.items[k]++
	}()
	wg.Wait()
}

// Serve is called once.
func (c *ttl) Serve(name string) {
	c.items[name] = 1
	go func() { delete(c.items, name) }()
}

// prime makes no choice: it is called once for each object.
func (c *ttl) prime(done func()) {
	c.items["start"] = 1
	go func() {
		done()
		c.items["end"] = 1
	}()
}

// forget waits for the goroutine of the call before.
type turn struct {
	free  chan bool
	items map[string]int
}

func (t *turn) forget(k string) {
	<-t.free
	t.items[k] = 0
	go func() {
		delete(t.items, k)
		t.free <- true
	}()
}

// fresh maps are not those of the call before.
func (c *ttl) fresh(k string) {
	items := map[string]int{k: 1}
	c.items = items
	c.items[k] = 2
	go func() { println(items[k]) }()
}

// walk calls what it is given on a goroutine, and waits for it.
func walk(each func(string)) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		each("a")
	}()
	wg.Wait()
}

// changes is over when walk is.
func (c *ttl) changes(prefix string) {
	c.items[prefix]++
	walk(func(k string) { c.items[prefix+k]++ })
	c.items[prefix+"/end"]++
}

func use() {
	new(ttl).changes("a")
	new(ttl).set("a", 1)
	new(ttl).waited("a")
	new(ttl).prime(nil)
	new(ttl).fresh("a")
	new(inflight).publish(1)
	new(turn).forget("a")
	submit("a", nil)
}

var _ = use
