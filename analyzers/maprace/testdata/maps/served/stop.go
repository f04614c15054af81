package served

import (
	"net/http"
	"os"
	"os/signal"
	"sync"
)

type Clients struct {
	mu     sync.Mutex
	byID   map[string]int
	byName map[string]string
	byAddr map[string]string
}

func (c *Clients) Add(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.byID[id] = 1
	c.byName[id] = id
	c.byAddr[id] = id
}

func (c *Clients) each(f func(string)) {
	for id := range c.byID { // want `map .*byID is iterated over here without all.mu`
		f(id)
	}
}

var all = &Clients{byID: map[string]int{}, byName: map[string]string{}, byAddr: map[string]string{}}

type closer struct {
	mu sync.Mutex
	n  int
}

// The lock that is held here is another one: the access that lacks the map's own is told.
func (c *closer) wait(sigs chan os.Signal) {
	<-sigs
	c.mu.Lock()
	defer c.mu.Unlock()
	all.each(func(string) { c.n++ })
}

func stop() {
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs)
	go new(closer).wait(sigs)
	http.HandleFunc("/client", func(w http.ResponseWriter, r *http.Request) {
		all.Add(r.URL.Path)
	})
}

func (c *Clients) find(id, name string) (string, bool) {
	if s, ok := c.name(name); ok {
		return s, ok
	}
	return c.addr(id)
}

func (c *Clients) name(name string) (string, bool) {
	s, ok := c.byName[name] // want `map c.byName is read here without c.mu \(called from \(\*Clients\).Find`
	return s, ok
}

// What Find lacks is told once.
func (c *Clients) addr(id string) (string, bool) {
	s, ok := c.byAddr[id]
	return s, ok
}

// Find looks by name, then by address.
func (c *Clients) Find(id string) (string, bool) { return c.find(id, id) }

// Count looks, too.
func (c *Clients) Count(id string) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.name(id); ok {
		n++
	}
	if _, ok := c.addr(id); ok {
		n++
	}
	return n + c.byID[id]
}
