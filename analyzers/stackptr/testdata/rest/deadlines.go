package rest

import (
	"bufio"
	"net"
	"time"
)

func (s *server) greets(in chan net.Conn) {
	for conn := range in {
		go s.greet(conn)
		go s.greeted(conn)
		go s.talks(conn)
		go s.serves(conn)
		go s.counts(conn)
		go s.unlimited(conn)
		go (&peer{conn: conn}).greet()
	}
}

// A deadline ends it, and the goroutine is done.
func (s *server) greet(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	if _, err := hello(conn); err != nil {
		return
	}
	use(all)
}

func hello(conn net.Conn) (string, error) {
	var buf [10]byte
	n, err := conn.Read(buf[:])
	return string(buf[:n]), err
}

// Here the deadline is set where it reads.
func (s *server) greeted(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	if _, err := soon(conn); err != nil {
		return
	}
	use(all)
}

func soon(conn net.Conn) (string, error) {
	conn.SetDeadline(time.Now().Add(time.Second))
	return hello(conn)
}

// It reads one message after another, each with a deadline.
func (s *server) talks(conn net.Conn) { // want `server.talks parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	for {
		if _, err := soon(conn); err != nil {
			return
		}
		use(all)
	}
}

// What is called may set other deadlines.
func (s *server) serves(conn net.Conn) { // want `server.serves parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	s.sitting(conn)
	use(all)
}

func (s *server) sitting(conn net.Conn) {
	hello(conn)
	conn.SetReadDeadline(time.Time{})
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
	}
}

func (s *server) counts(conn net.Conn) { // want `server.counts parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	s.counting(conn)
	use(all)
}

func (s *server) counting(conn net.Conn) (lines int) {
	hello(conn)
	conn.SetReadDeadline(time.Time{})
	read := bufio.NewScanner(conn)
	for read.Scan() {
		lines++
	}
	return lines
}

// The deadline is lifted.
func (s *server) unlimited(conn net.Conn) { // want `server.unlimited parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	hello(conn)
	conn.SetReadDeadline(time.Time{})
	hello(conn)
	use(all)
}

type peer struct{ conn net.Conn }

func (p *peer) greet() {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, q state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &q}
	p.conn.SetDeadline(time.Now().Add(time.Second))
	hello(p.conn)
	use(all)
}
