// Package fix is the fix of slice-literals.
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

// The lists are parts of one array.
func serve(done chan bool) {
	name := "x"
	var all [32]*string
	for i := range all {
		all[i] = &name
	}
	<-done
	for _, p := range all {
		if p == nil {
			use(nil)
		}
	}
}
