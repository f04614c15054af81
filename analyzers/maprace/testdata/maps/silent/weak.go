package silent

import (
	"errors"
	"sync"

	"example.com/maps/store"
)

// Script loads methods first, and calls them later, on one goroutine; the mutex
// is there for the types, and happens to be held where methods are added.
type Script struct {
	methods map[string]int
	running bool
	types   *[]string
	typesMu sync.Mutex
}

func (c *Script) Load(names []string) error {
	if c.running {
		return errors.New("load at start only")
	}
	add := func(name string, n int) { c.methods[name] = n }
	c.typesMu.Lock()
	defer c.typesMu.Unlock()
	for i, name := range names {
		add(name, i)
		*c.types = append(*c.types, name)
	}
	return nil
}

func (c *Script) Call(name string) int { return c.methods[name] }

// A World runs transactions on one goroutine; only its viewers have a lock.
type World struct {
	queue    chan func(*WorldTx)
	entities map[int]string

	viewerMu sync.Mutex
	viewers  map[string]int
}

type WorldTx struct{ w *World }

func (w *World) run() {
	for f := range w.queue {
		f(&WorldTx{w})
	}
}

func (tx *WorldTx) Add(id int, name string) string {
	if old, ok := tx.w.entities[id]; ok {
		return old
	}
	tx.w.entities[id] = name
	return name
}

func (w *World) View(v string) {
	w.viewerMu.Lock()
	w.viewers[v]++
	w.viewerMu.Unlock()
}

func (w *World) Viewers() int {
	w.viewerMu.Lock()
	defer w.viewerMu.Unlock()
	return len(w.viewers)
}

// Calls keeps what to do in structs of another package, and does it under its lock.
type Calls struct {
	lock    sync.Mutex
	acks    map[string]int
	pending map[string]*store.Pending
}

func (c *Calls) Ack(id string) {
	c.lock.Lock()
	defer c.lock.Unlock()
	delete(c.acks, id)
}

func (c *Calls) Response(id, payload string) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.pending[id].Resolve(payload)
}

func (c *Calls) Call(id string) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.acks[id] = 1
	c.pending[id] = &store.Pending{Resolve: func(payload string) {
		if c.acks[id] > 0 {
			println(payload)
		}
	}}
}
