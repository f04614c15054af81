package silent

import "sync"

type fsmState struct {
	mu    sync.Mutex
	state int
	name  string
}

type ribTable struct{ rows map[string]int }

func (t *ribTable) each(f func(string)) {
	for k := range t.rows {
		f(k)
	}
}

func (t *ribTable) drop() { clear(t.rows) }

// Peer has a table, and a machine with a lock of its own.
type Peer struct {
	fsm fsmState
	rib ribTable
}

// Rename holds the lock of the machine, and looks into the table by the way.
func (p *Peer) Rename(name string) (n int) {
	p.fsm.mu.Lock()
	defer p.fsm.mu.Unlock()
	p.fsm.name = name
	p.rib.each(func(string) { n++ })
	return n
}

// Drop belongs to the goroutine that has the peer.
func (p *Peer) Drop() { p.rib.drop() }

// State is the machine's.
func (p *Peer) State() int {
	p.fsm.mu.Lock()
	defer p.fsm.mu.Unlock()
	return p.fsm.state
}

type defaultOptions struct{ url, path string }

var configuredNames = make(map[string]string)

// Defaults fills in what is not set: a field that is empty is no Once.
func (o *defaultOptions) Defaults() {
	if o.url == "" {
		o.url = "localhost"
		configuredNames["url"] = o.url
	}
}

// SetDefaults is for all.
func SetDefaults(o *defaultOptions) { o.Defaults() }

// checks looks up names on workers, and is over when all have been answered.
func checks(names []string, known map[string]bool) (n int) {
	work, answers, quit := make(chan string), make(chan bool), make(chan struct{})
	defer close(quit)
	for range 4 {
		go func() {
			for {
				select {
				case name := <-work:
					ok := known[name]
					select {
					case answers <- ok:
					case <-quit:
						return
					}
				case <-quit:
					return
				}
			}
		}()
	}
	next, answered := 0, 0
	for answered < len(names) {
		var to chan string
		var name string
		if next < len(names) {
			to, name = work, names[next]
		}
		select {
		case to <- name:
			next++
		case ok := <-answers:
			answered++
			if ok {
				n++
			}
		}
	}
	return n
}

func checkTwice(names []string) int {
	known := make(map[string]bool)
	n := checks(names, known)
	known["late"] = true
	return n + checks(names, known)
}
