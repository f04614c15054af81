// Package fix is the fix of small-maps.
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

// An idle session has no map: what comes first makes it.
func serve(done chan bool) {
	var m map[string]*string
	<-done
	if m == nil {
		m = make(map[string]*string)
	}
	if len(m) > 0 {
		use(nil)
	}
}
