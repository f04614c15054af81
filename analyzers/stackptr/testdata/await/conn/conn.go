// Package conn has what is done with a connection; who has many is not known
// here.
package conn

import "net"

type state struct{ name, value *string }

func use(list []*state) int { return len(list) }

// A Session is a connection that is served.
type Session struct {
	Conn net.Conn
	done chan bool
}

// Serve is run by many goroutines of a package that imports this one.
func (s *Session) Serve(limit int) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// Wait is called by such goroutines.
func (s *Session) Wait() int { return s.wait() }

func (s *Session) wait() int {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	return use(all)
}

// Start starts one for each connection, and returns.
func Start(c net.Conn) {
	s := &Session{Conn: c}
	go s.pump(c)
}

func (s *Session) pump(c net.Conn) {
	var a, b, c1, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c1, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// Deep is called by way of another package.
func Deep(c net.Conn) {
	var a, b, c1, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c1, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	c.Read(nil)
	use(all)
}

// Once is called by one goroutine.
func Once(c net.Conn) {
	var a, b, c1, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c1, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	c.Read(nil)
	use(all)
}

// Rare is called by hardly any.
func Rare(c net.Conn) {
	var a, b, c1, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c1, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	if c.LocalAddr() != nil {
		c.Read(nil)
	}
	use(all)
}

// Ignored would be reported.
//
//lint:ignore stackptr there are few
func Ignored(c net.Conn) {
	var a, b, c1, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c1, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	c.Read(nil)
	use(all)
}
