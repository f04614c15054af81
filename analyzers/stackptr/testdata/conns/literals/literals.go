// Package literals has the heavy frames in literals that a connection's goroutine calls.
package literals

import "net"

type node struct {
	next *node
	n    int
}

//go:noinline
func use(p *node) (n int) {
	for p != nil {
		n, p = n+p.n, p.next
	}
	return n
}

// Serve starts a goroutine for each connection and way.
func Serve(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go kept(c)
		go deferred(c)
		go returned(c)(make([]byte, 1))
		go either(c, len(c.RemoteAddr().String()) > 9)
		go light(c)
		go assigned(c, func([]byte) {})
	}
}

func kept(c net.Conn) {
	read := func(b []byte) { // want `function literal in kept parks at`
		var n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, n13, n14, n15, n16, n17 node
		n0.next = &n1
		n1.next = &n2
		n2.next = &n3
		n3.next = &n4
		n4.next = &n5
		n5.next = &n6
		n6.next = &n7
		n7.next = &n8
		n8.next = &n9
		n9.next = &n10
		n10.next = &n11
		n11.next = &n12
		n12.next = &n13
		n13.next = &n14
		n14.next = &n15
		n15.next = &n16
		n16.next = &n17
		c.Read(b)
		use(&n0)
	}
	read(make([]byte, 1))
}

func deferred(c net.Conn) {
	b := make([]byte, 1)
	defer func() { // want `function literal in deferred parks at`
		var n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, n13, n14, n15, n16, n17 node
		n0.next = &n1
		n1.next = &n2
		n2.next = &n3
		n3.next = &n4
		n4.next = &n5
		n5.next = &n6
		n6.next = &n7
		n7.next = &n8
		n8.next = &n9
		n9.next = &n10
		n10.next = &n11
		n11.next = &n12
		n12.next = &n13
		n13.next = &n14
		n14.next = &n15
		n15.next = &n16
		n16.next = &n17
		c.Read(b)
		use(&n0)
	}()
	b[0] = 1
}

func returned(c net.Conn) func([]byte) {
	return func(b []byte) { reader(c)(b) }
}

func reader(c net.Conn) func([]byte) {
	return func(b []byte) { // want `function literal in reader parks at`
		var n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, n13, n14, n15, n16, n17 node
		n0.next = &n1
		n1.next = &n2
		n2.next = &n3
		n3.next = &n4
		n4.next = &n5
		n5.next = &n6
		n6.next = &n7
		n7.next = &n8
		n8.next = &n9
		n9.next = &n10
		n10.next = &n11
		n11.next = &n12
		n12.next = &n13
		n13.next = &n14
		n14.next = &n15
		n15.next = &n16
		n16.next = &n17
		c.Read(b)
		use(&n0)
	}
}

// either waits in one of two literals.
func either(c net.Conn, long bool) {
	read := func(b []byte) { // want `function literal in either parks at`
		var n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, n13, n14, n15, n16, n17 node
		n0.next = &n1
		n1.next = &n2
		n2.next = &n3
		n3.next = &n4
		n4.next = &n5
		n5.next = &n6
		n6.next = &n7
		n7.next = &n8
		n8.next = &n9
		n9.next = &n10
		n10.next = &n11
		n11.next = &n12
		n12.next = &n13
		n13.next = &n14
		n14.next = &n15
		n15.next = &n16
		n16.next = &n17
		c.Read(b)
		use(&n0)
	}
	if long {
		read = func(b []byte) { c.Read(b) }
	}
	read(make([]byte, 1))
}

// light makes its objects in a literal that is done before it waits.
func light(c net.Conn) {
	sum := func() int {
		var n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, n13, n14, n15, n16, n17 node
		n0.next = &n1
		n1.next = &n2
		n2.next = &n3
		n3.next = &n4
		n4.next = &n5
		n5.next = &n6
		n6.next = &n7
		n7.next = &n8
		n8.next = &n9
		n9.next = &n10
		n10.next = &n11
		n11.next = &n12
		n12.next = &n13
		n13.next = &n14
		n14.next = &n15
		n15.next = &n16
		n16.next = &n17

		return use(&n0)
	}
	n := sum()
	c.Read(make([]byte, n))
}

// assigned calls what it is given, too.
func assigned(c net.Conn, f func([]byte)) {
	read := func(b []byte) {
		var n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, n13, n14, n15, n16, n17 node
		n0.next = &n1
		n1.next = &n2
		n2.next = &n3
		n3.next = &n4
		n4.next = &n5
		n5.next = &n6
		n6.next = &n7
		n7.next = &n8
		n8.next = &n9
		n9.next = &n10
		n10.next = &n11
		n11.next = &n12
		n12.next = &n13
		n13.next = &n14
		n14.next = &n15
		n15.next = &n16
		n16.next = &n17
		c.Read(b)
		use(&n0)
	}
	if c.RemoteAddr() != nil {
		read = f
	}
	read(make([]byte, 1))
}
