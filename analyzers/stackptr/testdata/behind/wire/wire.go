// Package wire has what waits behind interfaces.
package wire

// A Conn waits, whichever it is.
type Conn interface {
	Next() string
	Len() int
}

type conn struct{ in chan string }

func New() Conn { return &conn{} }

func (c *conn) Next() string { return <-c.in }
func (c *conn) Len() int     { return len(c.in) }

// A Store waits in one of two ways only.
type Store interface{ Load() string }

type Memory struct{}

func (Memory) Load() string { return "" }

type Remote struct{ in chan string }

func (r Remote) Load() string { return <-r.in }
