// Package inbound has interfaces of what is done with connections.
package inbound

import (
	"context"
	"net"
)

// A Handler handles connections.
type Handler interface {
	Process(ctx context.Context, conn net.Conn) error
	Name() string
}

// A Wrapper wraps connections.
type Wrapper interface {
	Wrap(conn net.Conn) (net.Conn, error)
}

// A ConnHandler handles a connection.
type ConnHandler func(conn net.Conn)

// Listen calls a handler for each connection.
func Listen(handle ConnHandler) {}

// A Dialer makes one.
type Dialer func() net.Conn

// Dial calls a dialer.
func Dial(dial Dialer) {}

// A Watcher is told what happens to connections.
type Watcher interface {
	Opened(conn net.Conn)
	Closed(conn net.Conn, err error)
}
