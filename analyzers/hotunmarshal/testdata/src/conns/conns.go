// Package conns has servers of its own protocols.
package conns

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"os"
)

type config struct{ Greeting string }

func load() (c config) {
	raw, _ := os.ReadFile("/etc/conns.json")
	json.Unmarshal(raw, &c) // want `json.Unmarshal decodes what does not depend on the request.*each time .*runs, through .*conns.load`
	return c
}

type server struct {
	ln    net.Listener
	queue chan job
	serve func(net.Conn)
}

func (s *server) run(ctx context.Context) error {
	for ctx.Err() == nil {
		c, err := s.ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer c.Close()
			s.lines(c)
		}()
	}
	return nil
}

func (s *server) lines(c net.Conn) {
	in := bufio.NewReader(c)
	for {
		if _, err := in.ReadString('\n'); err != nil {
			return
		}
		c.Write([]byte(load().Greeting))
	}
}

type job struct {
	conn net.Conn
	id   int
}

func (s *server) worker() {
	for j := range s.queue {
		var c config
		raw, _ := os.ReadFile("/etc/worker.json")
		json.Unmarshal(raw, &c) // want `json.Unmarshal decodes what does not depend on the request`
		j.conn.Write([]byte(c.Greeting))
	}
}

func packets(pc net.PacketConn) {
	buf := make([]byte, 1500)
	for {
		n, from, err := pc.ReadFrom(buf)
		if err != nil {
			return
		}
		var c config
		raw, _ := os.ReadFile("/etc/packets.json")
		json.Unmarshal(raw, &c) // want `json.Unmarshal decodes what does not depend on the request`
		pc.WriteTo([]byte(c.Greeting), from)
		var query config
		json.Unmarshal(buf[:n], &query)
	}
}

// once reads its configuration before it accepts.
func once(ln net.Listener) {
	var c config
	raw, _ := os.ReadFile("/etc/once.json")
	json.Unmarshal(raw, &c)
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		conn.Write([]byte(c.Greeting))
	}
}

// single accepts one connection, as a test or a callback of a login does.
func single(ln net.Listener) {
	conn, _ := ln.Accept()
	var c config
	raw, _ := os.ReadFile("/etc/single.json")
	json.Unmarshal(raw, &c)
	conn.Write([]byte(c.Greeting))
}

// A pool serves connections with workers that only it starts: what a worker has, the
// pool was made with.
type pool struct {
	conns chan net.Conn
	rules string
}

func (p *pool) listen(l net.Listener) error {
	for range 8 {
		go p.work()
	}
	for {
		c, err := l.Accept()
		if err != nil {
			close(p.conns)
			return err
		}
		p.conns <- c
	}
}

func (p *pool) work() {
	for c := range p.conns {
		p.answer(c)
	}
}

func (p *pool) answer(c net.Conn) {
	raw, err := os.ReadFile(p.rules)
	if err != nil {
		return
	}
	var rules config
	json.Unmarshal(raw, &rules) // want `json.Unmarshal decodes what does not depend on the request.*each time \(\*conns.pool\).work .*runs, through \(\*conns.pool\).answer`
	c.Write([]byte(rules.Greeting))
}

// A batch has the text that a connection sent, for workers of its own.
type batch struct {
	text []byte
	jobs chan job
}

func (s *server) batches(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		text, _ := bufio.NewReader(c).ReadBytes('\n')
		b := &batch{text: text, jobs: make(chan job)}
		go b.work()
	}
}

func (b *batch) work() {
	for range b.jobs {
		var c config
		json.Unmarshal(b.text, &c)
	}
}
