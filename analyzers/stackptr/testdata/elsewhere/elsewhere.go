// Package elsewhere is run by the loops of another package.
package elsewhere

import (
	"net"
	"time"

	"example.com/stackptr/elsewhere/tcp"
)

type state struct{ name, value *string }

func use(list []*state) int { return len(list) }

type server struct{ done chan bool }

func start(l net.Listener) {
	s := new(server)
	go tcp.Serve(l, s)
	go tcp.ServeFunc(l, s.function)
	services := make(chan tcp.Service)
	go tcp.Supervise(services, nil)
	services <- s
	t := &tcp.Server{Func: tcp.Func(s.typed), Stream: s.stream, Tick: s.tick}
	t.Event = s.event
	t.Serve(l, nil)
}

func (s *server) Handle(conn net.Conn) { // want `server.Handle parks at elsewhere.go:\d+, and a goroutine is started for each request or connection by tcp.Serve: .* reach 16 of its 17`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// It is called once.
func (s *server) Close() {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

func (s *server) function(conn net.Conn) { // want `server.function parks at .* by tcp.ServeFunc`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

func (s *server) typed(conn net.Conn) { // want `server.typed parks at .* by tcp.Server.serve`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

func (s *server) stream(conn net.Conn) { // want `server.stream parks at .* by tcp.Server.serve`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// One for each tick.
func (s *server) tick(now time.Time) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// The goroutine of the loop takes one connection after another.
func (s *server) event(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

func (s *server) Run(stop chan bool) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}
