package guarded

import (
	"encoding/json"
	"sync"
)

// Jobs has a lock that is there for its map alone, though most forget it.
type Jobs struct {
	mu   sync.Mutex
	jobs map[string]int
}

// NewJobs returns none.
func NewJobs() *Jobs { return &Jobs{jobs: make(map[string]int)} }

// Submit forgets the lock.
func (j *Jobs) Submit(name string) {
	j.jobs[name]++ // want `read here without j.mu`
}

// State forgets it.
func (j *Jobs) State(name string) int {
	return j.jobs[name] // want `read here without j.mu`
}

// Names forgets it.
func (j *Jobs) Names() (out []string) {
	for name := range j.jobs { // want `iterated over here without j.mu`
		out = append(out, name)
	}
	return out
}

// Finish takes it.
func (j *Jobs) Finish(name string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.jobs, name)
}

// Each takes it.
func (j *Jobs) Each(f func(string)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for name := range j.jobs {
		f(name)
	}
}

// Loop has a lock for something else, which two functions hold for the map by chance.
type Loop struct {
	mu    sync.Mutex
	state int
	tasks map[string]int
}

// NewLoop returns one.
func NewLoop() *Loop { return &Loop{tasks: make(map[string]int)} }

// One owns the map.
func (l *Loop) One(name string) { l.tasks[name]++ }

// Two owns it.
func (l *Loop) Two(name string) int { return l.tasks[name] }

// Three owns it.
func (l *Loop) Three(name string) { delete(l.tasks, name) }

// Four changes the state.
func (l *Loop) Four(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state++
	delete(l.tasks, name)
}

// Five reads it.
func (l *Loop) Five() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}

// Totals has a lock for its one writer, which three readers forget.
type Totals struct {
	mu sync.Mutex
	N  map[string]int
}

// NewTotals returns none.
func NewTotals() *Totals { return &Totals{N: make(map[string]int)} }

// Count takes the lock.
func (t *Totals) Count(k string) {
	t.mu.Lock()
	t.N[k]++
	t.mu.Unlock()
}

// Of forgets it.
func (t *Totals) Of(k string) int {
	return t.N[k] // want `read here without t.mu`
}

// JSON forgets it.
func (t *Totals) JSON() ([]byte, error) {
	return json.Marshal(t) // want `iterated over here without t.mu`
}

// Has forgets it.
func (t *Totals) Has(k string) bool {
	_, ok := t.N[k] // want `read here without t.mu`
	return ok
}
