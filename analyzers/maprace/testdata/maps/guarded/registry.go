package guarded

import "sync"

type gauge struct{ n int }

func (g *gauge) Inc() { g.n++ }

// meters is filled before it is used: who increments presumes that there is one.
type meters struct {
	mu     sync.RWMutex
	gauges map[string]*gauge
}

func (m *meters) Register(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.gauges[name] = &gauge{}
}

func (m *meters) Each(f func(*gauge)) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, g := range m.gauges {
		f(g)
	}
}

func (m *meters) Names() (out []string) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for name := range m.gauges {
		out = append(out, name)
	}
	return out
}

func (m *meters) Inc(name string)        { m.gauges[name].Inc() }
func (m *meters) Get(name string) *gauge { return m.gauges[name] }

// peerSet loses entries while it is used.
type peerSet struct {
	mu    sync.RWMutex
	conns map[string]*gauge
}

func (p *peerSet) Add(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns[name] = &gauge{}
}

func (p *peerSet) Remove(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, name)
}

func (p *peerSet) Inc(name string) {
	p.conns[name].Inc() // want `map p\.conns is read here without p\.mu`
}
