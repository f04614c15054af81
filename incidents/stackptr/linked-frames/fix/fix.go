// Package fix is the fix of linked-frames.
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

// A stack of values in one array.
func serve(done chan bool) {
	var nodes [18]state
	open := nodes[:]
	<-done
	if open[0].name != nil {
		use(nil)
	}
}
