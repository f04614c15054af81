package web

import "net/http"

// A Session is made for each request.
type Session struct {
	W    http.ResponseWriter
	R    *http.Request
	vals map[string]string
}

// Open makes one.
func Open(w http.ResponseWriter, r *http.Request) *Session {
	return &Session{W: w, R: r, vals: make(map[string]string)}
}

// Put is for the request.
func (s *Session) Put(k, v string) { s.vals[k] = v }

// Handle looks like a handler, of a session that nobody else has.
func (s *Session) Handle(w http.ResponseWriter, r *http.Request) { s.vals[r.Method] = r.URL.Path }

var opened = make(map[string]int)

// Count counts for all.
func (s *Session) Count(w http.ResponseWriter, r *http.Request) {
	opened[r.URL.Path]++ // want `map opened is written here without a lock by a handler of HTTP requests`
}

// A Board is there for all requests.
type Board struct{ notes map[string]string }

// Pin is a handler.
func (b *Board) Pin(w http.ResponseWriter, r *http.Request) error {
	b.notes[r.URL.Path] = r.Method // want `map b.notes is written here without a lock by a handler of HTTP requests`
	return nil
}

// SetNote is for the request that is given.
func SetNote(s *Session, k string) { s.vals[k] = "noted" }

// A Conn is made for a request, too, and has a goroutine that outlives what its methods do.
type Conn struct {
	W    http.ResponseWriter
	R    *http.Request
	subs map[string]bool
	in   chan string
}

// Forget is called meanwhile.
func (c *Conn) Forget(topic string) {
	delete(c.subs, topic) // want `map c.subs is written here without a lock, and read in .* by a goroutine started at`
}

// Start starts the goroutine.
func (c *Conn) Start() {
	go func() {
		for topic := range c.in {
			if !c.subs[topic] {
				c.subs[topic] = true
				c.W.Write([]byte(topic))
			}
		}
	}()
}
