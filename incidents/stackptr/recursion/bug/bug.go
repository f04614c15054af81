// Package bug: A tree was walked with a frame of pointers for each level, and the leaf waited.
//
// Link: https://github.com/golang/go/issues/36067
// Kind: recursion
package bug

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

func serve(done chan bool) { walk(done, 24, nil) }

func walk(done chan bool, depth int, up []*state) { // BUG: five objects a level
	var a, b, c, d state
	all := []*state{&a, &b, &c, &d}
	if depth == 0 {
		<-done
	} else {
		walk(done, depth-1, all)
	}
	use(all)
	use(up)
}
