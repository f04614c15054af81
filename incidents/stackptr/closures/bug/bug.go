// Package bug: A pipeline built its sixteen steps as function literals before it waited.
//
// Link: https://github.com/golang/go/issues/30453
// Kind: closures
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

func serve(done chan bool) { // BUG: a closure, and what it captures, for each step
	name := "step"
	n := 0
	p := &name
	steps := []func() int{
		func() int { n += 0; return n + len(*p) },
		func() int { n += 1; return n + len(*p) },
		func() int { n += 2; return n + len(*p) },
		func() int { n += 3; return n + len(*p) },
		func() int { n += 4; return n + len(*p) },
		func() int { n += 5; return n + len(*p) },
		func() int { n += 6; return n + len(*p) },
		func() int { n += 7; return n + len(*p) },
		func() int { n += 8; return n + len(*p) },
		func() int { n += 9; return n + len(*p) },
		func() int { n += 10; return n + len(*p) },
		func() int { n += 11; return n + len(*p) },
		func() int { n += 12; return n + len(*p) },
		func() int { n += 13; return n + len(*p) },
		func() int { n += 14; return n + len(*p) },
		func() int { n += 15; return n + len(*p) },
	}
	<-done
	for _, step := range steps {
		n += step()
	}
	use(nil)
}
