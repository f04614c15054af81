package silent

import (
	"errors"
	"sync"
	"sync/atomic"
)

// The events are there for those who ask when it is closed; who closes it has waited.

type events struct {
	mu     sync.Mutex
	list   map[string]int
	closed atomic.Value
	done   atomic.Bool
	state  int32
}

func (e *events) isClosed() bool { return e.closed.Load().(bool) }

func (e *events) Add(id string, n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list[id] += n
}

func (e *events) Drop(id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.list, id)
}

func (e *events) Close() {
	e.closed.Store(true)
	e.done.Store(true)
	atomic.StoreInt32(&e.state, 2)
}

func (e *events) Get(id string) (int, error) {
	if !e.isClosed() {
		return 0, errors.New("open")
	}
	return e.list[id], nil
}

func (e *events) Sum() (n int) {
	if e.done.Load() {
		n = e.sum()
	}
	return n
}

func (e *events) sum() (n int) {
	for _, k := range e.list {
		n += k
	}
	return n
}

func (e *events) First() int {
	if atomic.LoadInt32(&e.state) != 2 {
		return 0
	}
	return e.list["first"]
}
