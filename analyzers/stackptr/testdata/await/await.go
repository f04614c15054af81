// Package await has loops that start what other packages have.
package await

import (
	"net"

	"example.com/stackptr/await/conn"
	"example.com/stackptr/await/layer"
)

func main(l net.Listener) {
	first, _ := l.Accept()
	conn.Once(first)
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		s := &conn.Session{Conn: c}
		go s.Serve(10)
		go func() {
			if s.Wait() > 0 {
				conn.Rare(c)
			}
		}()
		go layer.Handle(c)
		go conn.Ignored(c)
		conn.Start(c)
	}
}
