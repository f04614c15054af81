// Package tcp serves connections for others.
package tcp

import (
	"net"
	"time"
)

// A Handler handles a connection.
type Handler interface {
	Handle(conn net.Conn)
	Close()
}

// Serve starts a goroutine for each connection.
func Serve(l net.Listener, h Handler) {
	for {
		conn, err := l.Accept()
		if err != nil {
			h.Close()
			return
		}
		go func() {
			h.Handle(conn)
		}()
	}
}

// ServeFunc does so, too.
func ServeFunc(l net.Listener, handle func(net.Conn)) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go handle(conn)
	}
}

// A Func handles a connection.
type Func func(net.Conn)

// A Server has a function of its own type, and others.
type Server struct {
	Func   Func
	Stream func(net.Conn)
	Tick   func(time.Time)
	Event  func(net.Conn)
}

// Serve serves connections.
func (s *Server) Serve(l net.Listener, ticks chan time.Time) {
	go func() {
		for now := range ticks {
			go s.Tick(now)
		}
	}()
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		s.Event(conn)
		go s.serve(conn)
	}
}

func (s *Server) serve(conn net.Conn) {
	s.Func(conn)
	s.Stream(conn)
}

// A Service runs until it is told to stop.
type Service interface{ Run(stop chan bool) }

// Supervise starts a goroutine for each service that is added: they are few.
func Supervise(add chan Service, stop chan bool) {
	for s := range add {
		go s.Run(stop)
	}
}
