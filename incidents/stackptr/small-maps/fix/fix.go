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

type key struct {
	session int
	name    string
}

// One map has all.
func serve(done chan bool) {
	m := make(map[key]*string)
	<-done
	if len(m) > 0 {
		use(nil)
	}
}
