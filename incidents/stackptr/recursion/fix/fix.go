// Package fix is the fix of recursion.
package fix

type state struct{ name, value *string }

func use(list []*state) (n int) {
	for _, s := range list {
		if s.name != nil {
			n++
		}
	}
	return n
}

// Accept serves a connection for each value, until the channel is closed.
func Accept(conns chan chan bool) {
	for done := range conns {
		go serve(done)
	}
}

// The leaf is found first, and waited for when the frames are gone.
func serve(done chan bool) {
	walk(24)
	<-done
}

func walk(depth int) {
	var a, b, c, d state
	all := []*state{&a, &b, &c, &d}
	if depth > 0 {
		walk(depth - 1)
	}
	use(all)
}
