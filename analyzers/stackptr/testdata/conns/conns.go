// Package conns serves connections.
package conns

import (
	"net"
	"net/http"
	"sync"
)

type state struct{ name, value *string }

type conn struct{ done chan bool }

func use(list []*state) int { return len(list) }

func accept() *conn { return nil }

func listen() {
	for {
		c := accept()
		go c.serve()
		go c.grouped()
		go c.early()
	}
}

func (c *conn) serve() { // want `conn.serve parks at conns.go:\d+, and a goroutine is started in each round of a loop: at that point live pointers reach 16 of its 17 stack objects \(predicted for the code as written, without inlining\), about 0.65 µs for each goroutine and GC cycle, 6.5 ms of processor time per cycle at 10000 goroutines by the model of golint-incidents explain stackptr; 2 pops of the collector's global list instead of 1`
	var s0 state
	var s1 state
	var s2 state
	var s3 state
	var s4 state
	var s5 state
	var s6 state
	var s7 state
	var s8 state
	var s9 state
	var s10 state
	var s11 state
	var s12 state
	var s13 state
	var s14 state
	var s15 state
	all := []*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9, &s10, &s11, &s12, &s13, &s14, &s15}
	<-c.done
	use(all)
}

// One object.
func (c *conn) grouped() {
	var s [16]state
	all := s[:]
	<-c.done
	_ = all[0]
}

// The work is done before the goroutine parks, in a frame that is gone.
func (c *conn) early() {
	c.work()
	<-c.done
}

func (c *conn) work() {
	var s0 state
	var s1 state
	var s2 state
	var s3 state
	var s4 state
	var s5 state
	var s6 state
	var s7 state
	var s8 state
	var s9 state
	var s10 state
	var s11 state
	var s12 state
	var s13 state
	var s14 state
	var s15 state
	use([]*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9, &s10, &s11, &s12, &s13, &s14, &s15})
}

// A fixed number of workers.
func workers(c *conn) {
	for i := 0; i < 4; i++ {
		go c.worker()
	}
}

func (c *conn) worker() {
	var s0 state
	var s1 state
	var s2 state
	var s3 state
	var s4 state
	var s5 state
	var s6 state
	var s7 state
	var s8 state
	var s9 state
	var s10 state
	var s11 state
	var s12 state
	var s13 state
	var s14 state
	var s15 state
	all := []*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9, &s10, &s11, &s12, &s13, &s14, &s15}
	<-c.done
	use(all)
}

func handle(w http.ResponseWriter, r *http.Request) { // want `handle parks at conns.go:\d+, and one goroutine per request runs it: http handler: at that point live pointers reach 16 of its 17 stack objects`
	var s0 state
	var s1 state
	var s2 state
	var s3 state
	var s4 state
	var s5 state
	var s6 state
	var s7 state
	var s8 state
	var s9 state
	var s10 state
	var s11 state
	var s12 state
	var s13 state
	var s14 state
	var s15 state
	all := []*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9, &s10, &s11, &s12, &s13, &s14, &s15}
	wait()
	use(all)
}

func wait() { <-make(chan bool) }

// None is reached any more when it parks.
func handleLate(w http.ResponseWriter, r *http.Request) {
	var s0 state
	var s1 state
	var s2 state
	var s3 state
	var s4 state
	var s5 state
	var s6 state
	var s7 state
	var s8 state
	var s9 state
	var s10 state
	var s11 state
	var s12 state
	var s13 state
	var s14 state
	var s15 state
	use([]*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9, &s10, &s11, &s12, &s13, &s14, &s15})
	wait()
}

// It does not park.
func handleQuick(w http.ResponseWriter, r *http.Request) {
	var s0 state
	var s1 state
	var s2 state
	var s3 state
	var s4 state
	var s5 state
	var s6 state
	var s7 state
	var s8 state
	var s9 state
	var s10 state
	var s11 state
	var s12 state
	var s13 state
	var s14 state
	var s15 state
	use([]*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9, &s10, &s11, &s12, &s13, &s14, &s15})
}

func serveConn(c net.Conn) {
	buf := make([]byte, 10)
	c.Read(buf)
}

var mu sync.Mutex

// A lock is not held for long.
func handleLocked(w http.ResponseWriter, r *http.Request) {
	var s0 state
	var s1 state
	var s2 state
	var s3 state
	var s4 state
	var s5 state
	var s6 state
	var s7 state
	var s8 state
	var s9 state
	var s10 state
	var s11 state
	var s12 state
	var s13 state
	var s14 state
	var s15 state
	all := []*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9, &s10, &s11, &s12, &s13, &s14, &s15}
	mu.Lock()
	defer mu.Unlock()
	use(all)
}
