// Package fix is the fix of conn-states.
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

// The states are one object.
func serve(done chan bool) {
	var s [16]state
	first := &s[0]
	<-done
	use([]*state{first})
}
