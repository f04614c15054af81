// Package rest has goroutines that pass by places to park, and rest elsewhere.
package rest

import (
	"net"
	"os"
	"os/signal"
	"sync"
)

type state struct{ name, value *string }

func use(list []*state) int { return len(list) }

type server struct {
	l        net.Listener
	done     chan bool
	accounts map[string]chan bool
}

func (s *server) accept() {
	for {
		conn, err := s.l.Accept()
		if err != nil {
			return
		}
		go s.readLoop(conn)
		go s.route(conn)
		go s.login(conn)
	}
}

// It rests in Read. One message in a thousand makes parse wait.
func (s *server) readLoop(conn net.Conn) {
	buf := make([]byte, 1000)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		s.parse(buf[:n])
	}
}

func (s *server) parse(msg []byte) {
	switch msg[0] {
	case 'C':
		s.connect(msg)
	case 'P':
		s.publish(msg)
	}
}

func (s *server) publish(msg []byte) {}

func (s *server) connect(msg []byte) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// It decides once what it is to do as long as the connection lives.
func (s *server) route(conn net.Conn) {
	switch conn.LocalAddr().Network() {
	case "tcp":
		s.stay(conn)
	case "unix":
		s.publish(nil)
	}
}

func (s *server) stay(conn net.Conn) { // want `server.stay parks at rest.go:\d+, and a goroutine is started in each round of a loop: .* reach 16 of its 17`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	if s.done == nil {
		return
	}
	for {
		conn.Read(nil)
		use(all)
	}
}

// Of what is cached nobody waits for, so two conditions are in the way.
func (s *server) login(conn net.Conn) {
	name := conn.LocalAddr().String()
	if s.accounts[name] == nil {
		s.lookup(conn, name)
	}
	conn.Close()
}

func (s *server) lookup(conn net.Conn, name string) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	if name == "" {
		<-s.done
	}
	use(all)
}

// A signal comes once in a while.
func (s *server) signals() {
	c := make(chan os.Signal, 1)
	signal.Notify(c)
	for sig := range c {
		s.handle(sig)
	}
}

func (s *server) handle(sig os.Signal) {
	go s.shutdown(sig)
}

func (s *server) shutdown(sig os.Signal) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// It rests in the select, not where it waits before it leaves.
func (s *server) consume(in chan net.Conn) {
	for conn := range in {
		go s.leave(conn)
	}
}

func (s *server) leave(conn net.Conn) {
	var left bool
	for !left {
		select {
		case left = <-s.done:
		}
		if left {
			var a, b, c, d, e, f, g, h state
			var i, j, k, l, m, n, o, p state
			all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
			<-s.done
			use(all)
		}
	}
}

// It rests in Read. What it calls for a command waits if it is that one.
func (s *server) commands(in chan net.Conn) {
	for conn := range in {
		go s.command(conn)
	}
}

func (s *server) command(conn net.Conn) {
	buf := make([]byte, 1000)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		if s.execute(conn, string(buf[:n])) != nil {
			return
		}
	}
}

func (s *server) execute(conn net.Conn, name string) error {
	if name == "identify" {
		return s.identify(conn)
	}
	switch name {
	case "ping":
		return s.ping(conn)
	case "auth":
		return s.auth(conn)
	}
	return nil
}

func (s *server) auth(conn net.Conn) error {
	s.wait()
	return nil
}

func (s *server) ping(conn net.Conn) error { return nil }

func (s *server) identify(conn net.Conn) error {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	_, err := conn.Read(nil)
	use(all)
	return err
}

// It decides once to become a tunnel, though it may wait for an answer, too.
func (s *server) upgrades(in chan net.Conn) {
	for conn := range in {
		go s.answer(conn)
	}
}

func (s *server) answer(conn net.Conn) {
	if conn.LocalAddr().Network() == "ws" {
		s.tunnel(conn)
		return
	}
	if s.done == nil {
		s.publish(nil)
	}
	s.wait()
}

func (s *server) wait() { <-s.done }

func (s *server) tunnel(conn net.Conn) { // want `server.tunnel parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// What nothing reaches counts where the goroutine stays, in a function that is
// sure to be called, too, and not where it is perhaps.
func (s *server) sessions(in chan net.Conn) {
	for conn := range in {
		go s.session(conn)
		go s.visit(conn)
	}
}

func (s *server) session(conn net.Conn) { // want `server.session parks at .* reach 0 of its 24 stack objects`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	var q, r, t, u, v, w, x state
	use([]*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p, &q, &r, &t, &u, &v, &w, &x})
	s.wait()
}

func (s *server) visit(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	var q, r, t, u, v, w, x state
	use([]*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p, &q, &r, &t, &u, &v, &w, &x})
	s.perhaps()
}

func (s *server) perhaps() {
	if s.accounts == nil {
		s.wait()
	}
}

// A goroutine is started if two decisions say so.
func (s *server) blocks(in chan net.Conn) {
	for conn := range in {
		if s.accounts == nil {
			s.publish(nil)
		} else {
			s.write(conn)
		}
		s.publish(nil)
	}
}

func (s *server) write(conn net.Conn) {
	if s.accounts["full"] != nil {
		go s.compress(conn)
	}
	s.publish(nil)
}

func (s *server) compress(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// Here one decides, of those that are left when errors are gone.
func (s *server) listen() {
	for {
		conn, err := s.l.Accept()
		if err != nil {
			s.publish(nil)
			continue
		}
		if s.accounts == nil {
			go s.one(conn)
		} else {
			s.publish(nil)
		}
	}
}

func (s *server) one(conn net.Conn) { // want `server.one parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// It calls in each round what waits only if two decisions say so.
func (s *server) fills(in chan net.Conn) {
	for conn := range in {
		go s.fill(conn)
	}
}

func (s *server) fill(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	s.twice()
	use(all)
}

func (s *server) twice() {
	if s.accounts == nil {
		s.perhaps()
	}
}

// Where errors are logged, it still is usual to go on.
func (s *server) logs() {
	for {
		conn, err := s.l.Accept()
		if err != nil {
			if s.accounts != nil {
				s.publish(nil)
			}
			continue
		}
		go s.logged(conn)
	}
}

func (s *server) logged(conn net.Conn) {
	if _, err := conn.Read(nil); err != nil {
		if s.accounts != nil {
			s.publish(nil)
		}
		return
	}
	if conn.LocalAddr().Network() == "tcp" {
		s.loop(conn)
	} else {
		s.publish(nil)
	}
}

func (s *server) loop(conn net.Conn) { // want `server.loop parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// No more goroutines than slots.
func (s *server) slots(in chan net.Conn) {
	slots := make(chan bool, 10)
	for conn := range in {
		slots <- true
		go func() {
			defer func() { <-slots }()
			s.slot(conn)
		}()
	}
}

func (s *server) slot(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

type limit struct{ free chan bool }

func (l *limit) take() { <-l.free }
func (l *limit) give() {}

// No more than the limit lets.
func (s *server) limited(in chan net.Conn) {
	l := &limit{}
	for conn := range in {
		l.take()
		go func() {
			defer l.give()
			s.place(conn)
		}()
	}
}

func (s *server) place(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// A group only counts them.
func (s *server) counted(in chan net.Conn) {
	var group sync.WaitGroup
	for conn := range in {
		group.Add(1)
		go func() {
			defer group.Done()
			s.member(conn)
		}()
	}
}

func (s *server) member(conn net.Conn) { // want `server.member parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// Few commands make a room, but a room stays until it is closed.
func (s *server) hub(in chan net.Conn) {
	for {
		select {
		case conn := <-in:
			if s.accounts == nil {
				go s.open(conn)
			} else {
				s.publish(nil)
			}
			s.publish(nil)
		case <-s.done:
			s.publish(nil)
		}
	}
}

func (s *server) open(conn net.Conn) {
	if conn.LocalAddr().Network() == "tcp" {
		s.publish(nil)
	} else {
		go s.room(conn)
		go s.guest(conn)
		go s.load(conn)
	}
	s.publish(nil)
}

func (s *server) room(conn net.Conn) {
	if s.accounts["big"] != nil {
		s.bigRoom(conn)
	} else {
		s.smallRoom(conn)
	}
}

func (s *server) bigRoom(conn net.Conn) { // want `server.bigRoom parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	for {
		select {
		case <-s.done:
			return
		case <-s.accounts["room"]:
			use(all)
		}
	}
}

func (s *server) smallRoom(conn net.Conn) { // want `server.smallRoom parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	s.rounds(s.done)
	use(all)
}

func (s *server) rounds(done chan bool) {
	for range done {
		s.publish(nil)
	}
}

// It waits once, and is gone: there are few at a time.
func (s *server) guest(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}

// It reads something to its end.
func (s *server) load(conn net.Conn) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	for {
		if _, err := conn.Read(nil); err != nil {
			return
		}
		use(all)
	}
}

// What is done about an error is giving up, however long it takes.
func (s *server) failures(in chan net.Conn) {
	for conn := range in {
		go s.failing(conn)
	}
}

func (s *server) failing(conn net.Conn) {
	_, err := conn.Write(nil)
	if err != nil {
		for len(s.done) > 0 {
			s.publish(nil)
		}
		for len(s.accounts) > 0 {
			s.publish(nil)
		}
		if s.accounts == nil {
			s.publish(nil)
		}
		if s.done == nil {
			s.publish(nil)
		}
		s.publish(nil)
		return
	}
	s.settled(conn)
}

func (s *server) settled(conn net.Conn) { // want `server.settled parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	if s.accounts == nil {
		<-s.done
	}
	use(all)
}

// One is started by two ways, of which one has no decisions.
func (s *server) ways(in chan net.Conn) {
	for conn := range in {
		s.detour(conn)
		s.next(conn)
	}
}

func (s *server) next(conn net.Conn) { s.straight(conn) }

func (s *server) detour(conn net.Conn) {
	if s.accounts == nil {
		s.straight(conn)
	} else {
		s.publish(nil)
	}
	s.publish(nil)
}

func (s *server) straight(conn net.Conn) {
	go s.choose(conn)
}

func (s *server) choose(conn net.Conn) {
	if s.accounts == nil {
		s.chosen(conn)
	} else {
		s.publish(nil)
	}
}

func (s *server) chosen(conn net.Conn) { // want `server.chosen parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-s.done
	use(all)
}
