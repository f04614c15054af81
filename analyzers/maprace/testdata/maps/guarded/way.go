package guarded

import (
	"sync"
	"sync/atomic"
)

type (
	rowTable   struct{ rows map[string]string }
	atomicRows struct{ rows map[string]string }
	editedRows struct{ rows map[string]string }
)

// A Proxy has its map behind a field, which each critical section uses.
type Proxy struct {
	mu    sync.Mutex
	table *rowTable
}

func (p *Proxy) Row(k string) string { return p.table.rows[k] } // want `map p.table.rows is read here without p.mu`

func (p *Proxy) Add(k, v string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.table.rows[k] = v
}

// A Published one changes what it has published.
type Published struct {
	mu      sync.Mutex
	current atomic.Pointer[atomicRows]
}

func (p *Published) Row(k string) string { return p.current.Load().rows[k] } // want `map p.current.Load\(\).rows is read here without p.mu`

func (p *Published) Add(k, v string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.current.Load()
	t.rows[k] = v
	p.current.Store(t)
}

// An Editor's lock is there for the log: the table happens to be changed under it.
type Editor struct {
	mu    sync.Mutex
	log   []string
	table *editedRows
}

func (e *Editor) Row(k string) string { return e.table.rows[k] }

func (e *Editor) Add(k, v string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.log = append(e.log, k)
	e.table.rows[k] = v
}

func (e *Editor) Log(k string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.log = append(e.log, k)
}
