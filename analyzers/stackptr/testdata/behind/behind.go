// Package behind parks behind interfaces.
package behind

import (
	"net"

	"example.com/stackptr/behind/wire"
)

type state struct{ name, value *string }

func use(list []*state) int { return len(list) }

type source interface{ next() string }

type queue struct{ in chan string }

func (q *queue) next() string { return <-q.in }

type handler interface{ handle(conn net.Conn) }

type server struct {
	l net.Listener
	h handler
	s source
	c wire.Conn
	d wire.Store
}

// The loop runs a method of an interface, which two types here have.
func (s *server) accept() {
	for {
		conn, err := s.l.Accept()
		if err != nil {
			return
		}
		go s.h.handle(conn)
		go s.len(conn)
		go s.load(conn)
	}
}

type chat struct{ *server }

// It waits behind an interface of this package.
func (c *chat) handle(conn net.Conn) { // want `chat.handle parks at behind.go:\d+, and a goroutine is started in each round of a loop: .* reach 16 of its 17`
	var a, b, d, e, f, g, h, i state
	var j, k, l, m, n, o, p, q state
	all := []*state{&a, &b, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p, &q}
	c.s.next()
	use(all)
}

type tunnel struct{ *server }

// It waits behind an interface of another package, whose types are not seen.
func (t *tunnel) handle(conn net.Conn) { // want `tunnel.handle parks at behind.go:\d+, .* reach 16 of its 17`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	t.c.Next()
	use(all)
}

// This method does not wait.
func (s *server) len(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	s.c.Len()
	use(all)
}

// Only one of those that it may be waits.
func (s *server) load(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	s.d.Load()
	use(all)
}
