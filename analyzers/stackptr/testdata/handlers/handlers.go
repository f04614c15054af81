// Package handlers implements what handles connections; who calls it is not
// known here.
package handlers

import (
	"context"
	"net"

	"example.com/stackptr/handlers/inbound"
)

var _ inbound.Wrapper = (*proxy)(nil)

type state struct{ name, value *string }

func use(list []*state) int { return len(list) }

type proxy struct{ done chan bool }

func (p *proxy) Name() string { return "" }

func (p *proxy) Process(ctx context.Context, conn net.Conn) error { // want `proxy.Process parks at handlers.go:\d+, and one goroutine per connection runs it: it implements inbound.Handler: .* reach 16 of its 17`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p1 state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p1}
	<-p.done
	use(all)
	return nil
}

// It makes another of a connection, and is soon done.
func (p *proxy) Wrap(conn net.Conn) (net.Conn, error) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p1 state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p1}
	<-p.done
	use(all)
	return conn, nil
}

// A client has one connection.
type client struct{ done chan bool }

func (c *client) Process(ctx context.Context, conn net.Conn) error {
	var a, b, c1, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c1, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-c.done
	use(all)
	return nil
}

// A function is a handler, too.
func start(p *proxy) {
	inbound.Listen(func(conn net.Conn) {
		go p.serve(conn)
	})
	inbound.Listen(p.direct)
	inbound.Dial(func() net.Conn { p.dial(); return nil })
}

func (p *proxy) serve(conn net.Conn) { // want `proxy.serve parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p1 state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p1}
	<-p.done
	use(all)
}

func (p *proxy) dial() {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p1 state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p1}
	<-p.done
	use(all)
}

func (p *proxy) direct(conn net.Conn) { // want `proxy.direct parks at .* one goroutine per connection runs it: it is used as inbound.ConnHandler`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p1 state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p1}
	<-p.done
	use(all)
}

type watcher struct{ done chan bool }

var _ inbound.Watcher = (*watcher)(nil)

func (w *watcher) Opened(conn net.Conn) {}

// It is called once for each connection, and is soon done.
func (w *watcher) Closed(conn net.Conn, err error) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p1 state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p1}
	<-w.done
	use(all)
}
