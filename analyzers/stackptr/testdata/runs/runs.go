// Package runs starts goroutines for what comes in.
package runs

import (
	"context"
	"net"
	"time"

	"example.com/stackptr/runs/queue"
)

type state struct{ name, value *string }

func use(list []*state) int { return len(list) }

type server struct {
	l    net.Listener
	q    *queue.Queue
	done chan bool
}

// The goroutine is started by what the accept loop calls.
func (s *server) accept() {
	for {
		conn, err := s.l.Accept()
		if err != nil {
			return
		}
		s.handle(conn)
	}
}

func (s *server) handle(conn net.Conn) {
	go func() {
		s.serve(conn)
	}()
}

func (s *server) serve(conn net.Conn) { // want `server.serve parks at runs.go:\d+, and a goroutine is started for each request or connection: .* reach 16 of its 17`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	conn.Read(nil)
	use(all)
}

// It waits in another package, and another package does not keep what it gets.
func (s *server) consume() {
	for conn := range connections() {
		go s.elsewhere(conn)
	}
}

func connections() chan net.Conn { return nil }

func (s *server) elsewhere(conn net.Conn) { // want `server.elsewhere parks at runs.go:\d+, .* reach 16 of its 17`
	var a, b, c, d, e, f, g, h *string
	var i, j, k, l, m, n, o, p *string
	queue.Fill(&a)
	queue.Fill(&b)
	queue.Fill(&c)
	queue.Fill(&d)
	queue.Fill(&e)
	queue.Fill(&f)
	queue.Fill(&g)
	queue.Fill(&h)
	queue.Fill(&i)
	queue.Fill(&j)
	queue.Fill(&k)
	queue.Fill(&l)
	queue.Fill(&m)
	queue.Fill(&n)
	queue.Fill(&o)
	queue.Fill(&p)
	all := []**string{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	s.q.Next()
	for _, s := range all {
		queue.Fill(s)
	}
}

// The compiler makes the address anew where it is used: no pointer is kept.
func (s *server) once() {
	for conn := range connections() {
		go s.addresses(conn)
	}
}

func (s *server) addresses(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	pa, pb, pc, pd, pe, pf, pg, ph := &a, &b, &c, &d, &e, &f, &g, &h
	pi, pj, pk, pl, pm, pn, po, pp := &i, &j, &k, &l, &m, &n, &o, &p
	<-s.done
	use([]*state{pa, pb, pc, pd, pe, pf, pg, ph})
	use([]*state{pi, pj, pk, pl, pm, pn, po, pp})
}

// What it calls does not wait.
func (s *server) quick() {
	for conn := range connections() {
		go s.looks(conn)
	}
}

func (s *server) looks(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	s.q.Len()
	use(all)
}

// A goroutine for each tick has nothing of the round: it is soon done.
func (s *server) tick(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Minute):
			go s.refresh(ctx)
		}
	}
}

func (s *server) refresh(ctx context.Context) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// So is one that a tick is handed on to.
func (s *server) ticks(ticker *time.Ticker) {
	for now := range ticker.C {
		s.at(now)
	}
}

func (s *server) at(now time.Time) {
	go s.later(now)
}

func (s *server) later(now time.Time) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// What starts goroutines, and what is done with a connection, are parameters.
func (s *server) listen() {
	s.acceptWith(func(conn net.Conn) { s.create(conn) })
	s.start(func() { s.main() })
}

func (s *server) start(f func()) {
	go f()
}

func (s *server) acceptWith(create func(net.Conn)) {
	for {
		conn, err := s.l.Accept()
		if err != nil {
			return
		}
		s.start(func() {
			create(conn)
		})
	}
}

func (s *server) create(conn net.Conn) {
	s.start(func() { s.read(conn) })
}

func (s *server) read(conn net.Conn) { // want `server.read parks at runs.go:\d+, and a goroutine is started for each request or connection`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	conn.Read(nil)
	use(all)
}

// Started once.
func (s *server) main() {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// A send that a function it calls makes is soon done, as far as can be known.
func (s *server) reports() {
	for conn := range connections() {
		go s.report(conn)
		go s.sends(conn)
	}
}

func (s *server) report(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	s.notify()
	use(all)
}

func (s *server) notify() { s.done <- true }

func (s *server) sends(conn net.Conn) { // want `server.sends parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	s.done <- true
	use(all)
}

// Nor does one wait for long where few come by.
func (s *server) tells() {
	for conn := range connections() {
		go s.tell(conn)
	}
}

func (s *server) tell(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	if s.q != nil {
		s.done <- true
	}
	use(all)
}

// The interfaces of google.golang.org/grpc.
type serverStream interface {
	SetTrailer(map[string]string)
	Context() context.Context
	SendMsg(m any) error
	RecvMsg(m any) error
}

type watchServer interface {
	Recv() (int, error)
	serverStream
}

func (s *server) Watch(stream watchServer) error { // want `server.Watch parks at runs.go:\d+, and one goroutine per stream runs it: takes runs.watchServer: .* reach 16 of its 17`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	for {
		if _, err := stream.Recv(); err != nil {
			return err
		}
		use(all)
	}
}

// All frames of a way count; the one that adds most is to be mended.
func (s *server) layers() {
	for conn := range connections() {
		go s.outer(conn)
	}
}

func (s *server) outer(conn net.Conn) {
	var a, b, c, d, e, f state
	all := []*state{&a, &b, &c, &d, &e, &f}
	s.middle(conn)
	use(all)
}

func (s *server) middle(conn net.Conn) { // want `server.middle parks at runs.go:\d+, and .* reach 12 of its 13 stack objects, and 12 of 14 more on the way, in frames: 2 `
	var a, b, c, d, e, f, g, h state
	var i, j, k, l state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l}
	s.inner(conn)
	use(all)
}

func (s *server) inner(conn net.Conn) {
	var a, b, c, d, e, f state
	all := []*state{&a, &b, &c, &d, &e, &f}
	<-s.done
	use(all)
}

// These are one less.
func (s *server) lighter() {
	for conn := range connections() {
		go s.less(conn)
	}
}

func (s *server) less(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k}
	s.middling(conn)
	use(all)
}

func (s *server) middling(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l}
	<-s.done
	use(all)
}

type feedServer interface {
	Send(int) error
	serverStream
}

type feedStream struct {
	serverStream
	done chan bool
}

func (f *feedStream) Send(int) error { <-f.done; return nil }

// What is sent waits for slow peers only.
func (s *server) Feed(name *string, stream feedServer) error {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	for range 10 {
		stream.Send(len(all))
	}
	use(all)
	return nil
}

// What a round makes of its connection is the round's, too.
func (s *server) wrap() {
	for {
		conn, err := s.l.Accept()
		if err != nil {
			return
		}
		p := &peer{conn: conn, done: s.done}
		go p.talk()
	}
}

type peer struct {
	conn net.Conn
	done chan bool
}

func (p *peer) talk() { // want `peer.talk parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, q state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &q}
	<-p.done
	use(all)
}

// Connections may come several at a time.
func (s *server) polls() {
	for {
		for _, conn := range s.poll() {
			go s.polled(conn)
		}
	}
}

func (s *server) poll() []net.Conn { return nil }

func (s *server) polled(conn net.Conn) { // want `server.polled parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// Those that are there before the round are not brought by it.
func (s *server) pings(conns map[string]net.Conn, list []net.Conn) {
	for {
		for _, conn := range conns {
			go s.ping(conn)
		}
		for _, conn := range list {
			go s.ping(conn)
		}
		time.Sleep(time.Second)
	}
}

func (s *server) ping(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

type wide struct{ a, b, c, d, e *string }

var logged []any

func keep(v any) { logged = append(logged, v) }

func length(w wide) int { return len(*w.a) }

// What is captured by value is not reached by way of the literal: it holds a copy.
func (s *server) traces() {
	for conn := range connections() {
		go s.trace(conn, wide{}, wide{}, wide{}, wide{}, wide{}, wide{}, wide{}, wide{}, wide{}, wide{}, wide{}, wide{}, wide{}, wide{}, wide{}, wide{})
	}
}

func (s *server) trace(conn net.Conn, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p wide) {
	keep(a)
	keep(b)
	keep(c)
	keep(d)
	keep(e)
	keep(f)
	keep(g)
	keep(h)
	keep(i)
	keep(j)
	keep(k)
	keep(l)
	keep(m)
	keep(n)
	keep(o)
	keep(p)
	defer func() {
		length(a)
		length(b)
		length(c)
		length(d)
		length(e)
		length(f)
		length(g)
		length(h)
		length(i)
		length(j)
		length(k)
		length(l)
		length(m)
		length(n)
		length(o)
		length(p)
	}()
	<-s.done
}
