package guarded

import (
	"sync"
	"time"
)

// Inner maps are taken out under the lock, and read after it.
type chatRooms struct {
	mu sync.RWMutex
	m  map[string]map[string]bool
}

func (r *chatRooms) Join(room, who string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.m[room] == nil {
		r.m[room] = map[string]bool{}
	}
	r.m[room][who] = true
}

func (r *chatRooms) Leave(room, who string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.m[room], who)
}

// ChatRooms is for those who look.
type ChatRooms struct{ chatRooms }

func (r *ChatRooms) Members(room string) (out []string) {
	r.mu.RLock()
	ms := r.m[room]
	r.mu.RUnlock()
	for who := range ms { // want `map ms is iterated over here without r.chatRooms.mu`
		out = append(out, who)
	}
	return out
}

func (r *ChatRooms) Has(room, who string) bool {
	r.mu.RLock()
	ms := r.m[room]
	r.mu.RUnlock()
	return ms[who] // want `map ms is read here without r.chatRooms.mu`
}

func (r *ChatRooms) Held(room, who string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	ms := r.m[room]
	return ms[who]
}

// Inner maps that are replaced as a whole may be read without the lock.
type snapshots struct {
	mu sync.RWMutex
	m  map[string]map[string]bool
}

func (s *snapshots) Set(room string, all map[string]bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[room] = all
}

// Snapshots is for those who look.
type Snapshots struct{ snapshots }

func (s *Snapshots) Has(room, who string) bool {
	s.mu.RLock()
	ms := s.m[room]
	s.mu.RUnlock()
	return ms[who]
}

// Each call starts a goroutine for what the caller chooses.
type Polls struct{ before map[int64]int }

func (p *Polls) Watch(id int64) { go p.poll(id) }

func (p *Polls) poll(id int64) {
	for {
		p.before[id]++ // want `map p.before is written here without a lock by a goroutine started at rooms.go:\d+, and so by that of the next call: fatal error: concurrent map writes`
		time.Sleep(time.Second)
	}
}

var pollCounts = map[string]int{}

// Poll counts in a package variable.
func Poll(name string) {
	go func() { pollCounts[name]++ }() // want `map pollCounts is written here without a lock by a goroutine started at rooms.go:\d+, and so by that of the next call`
}

type countedPolls struct {
	mu     sync.Mutex
	counts map[string]int
}

// CountedPolls lock in the goroutine.
type CountedPolls struct{ countedPolls }

func (c *CountedPolls) Watch(name string) {
	go func() {
		c.mu.Lock()
		c.counts[name]++
		c.mu.Unlock()
	}()
}

// AwaitedPolls wait for the goroutine.
type AwaitedPolls struct{ counts map[string]int }

func (c *AwaitedPolls) Watch(name string) {
	done := make(chan bool)
	go func() { c.counts[name]++; close(done) }()
	<-done
}

// Serves runs a loop that no key of the caller's decides about.
type Serves struct {
	name   string
	counts map[string]int
}

func (s *Serves) Watch(done chan bool) {
	go func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(time.Second):
				s.counts[s.name]++
			}
		}
	}()
}
