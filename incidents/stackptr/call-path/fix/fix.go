// Package fix is the fix of call-path.
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

// The layers are done when the connection waits.
func serve(done chan bool) {
	layer()
	layer()
	layer()
	<-done
}

func layer() {
	var s0 state
	var s1 state
	var s2 state
	var s3 state
	var s4 state
	var s5 state
	var s6 state
	var s7 state
	var s8 state
	var s9 state
	use([]*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9})
}
