package guarded

import "sync"

// A Waiting locks by way of its condition variable.
type Waiting struct {
	mu      sync.Mutex
	changed *sync.Cond
	items   map[int]int
	other   *sync.Cond
}

func NewQueue() *Waiting {
	q := &Waiting{items: make(map[int]int)}
	q.changed = sync.NewCond(&q.mu)
	q.other = sync.NewCond(new(sync.Mutex))
	return q
}

func (q *Waiting) Put(k, v int) {
	q.changed.L.Lock()
	defer q.changed.L.Unlock()
	q.items[k] = v
	q.changed.Broadcast()
}

func (q *Waiting) Take(k int) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.items[k] == 0 {
		q.changed.Wait()
	}
	v := q.items[k]
	delete(q.items, k)
	return v
}

func (q *Waiting) Drop(k int) {
	q.mu.Lock()
	delete(q.items, k)
	q.mu.Unlock()
}

func (q *Waiting) Wrong(k int) {
	q.other.L.Lock()
	defer q.other.L.Unlock()
	q.items[k] = 0 // want `map q.items is written here without q.mu`
}
