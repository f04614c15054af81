package guarded

import "time"

// Importers cannot name the types, but get values of them.

type peers struct {
	known map[string]time.Time
	in    chan string
}

func NewPeers() *peers {
	p := &peers{known: map[string]time.Time{}, in: make(chan string)}
	go p.loop()
	return p
}

func (p *peers) loop() {
	for id := range p.in {
		p.known[id] = time.Now()
	}
}

func (p *peers) Announce(id string) { p.in <- id }

func (p *peers) IsAlive(id string) bool {
	_, ok := p.known[id] // want `map p.known is read here without a lock, and written in .* by a goroutine`
	return ok
}

// Nobody outside gets one of these, so the package's own calls tell.
type locals struct {
	known map[string]int
	in    chan string
}

func newLocals() *locals {
	l := &locals{known: map[string]int{}, in: make(chan string)}
	go l.loop()
	return l
}

func (l *locals) loop() {
	for id := range l.in {
		l.known[id]++
	}
}

func (l *locals) IsAlive(id string) bool { return l.known[id] > 0 }
