package guarded

import "sync"

// A new map that is assigned under the lock says nothing of the object's other maps.

type ledger struct {
	mu    sync.Mutex
	day   map[string]int
	total map[string]int
}

func (l *ledger) Book(name string, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.day[name] += n
	l.total[name] += n
}

func (l *ledger) Cancel(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.day, name)
	delete(l.total, name)
}

func (l *ledger) NextDay() {
	l.mu.Lock()
	l.day = make(map[string]int)
	l.mu.Unlock()
	l.total["days"]++ // want `map l.total is (read|written) here without l.mu`
}
