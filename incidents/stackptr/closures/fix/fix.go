// Package fix is the fix of closures.
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

type steps struct {
	n    int
	name *string
}

func (s *steps) next() int {
	s.n++
	return s.n + len(*s.name)
}

// The steps are methods.
func serve(done chan bool) {
	name := "step"
	s := steps{name: &name}
	<-done
	for range 16 {
		s.next()
	}
	use(nil)
}
