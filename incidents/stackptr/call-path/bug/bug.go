// Package bug: Three layers of a server each kept ten pointers while the innermost waited.
//
// Link: https://github.com/golang/go/issues/27732
// Kind: frames of a path
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

func serve(done chan bool) {
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
	all := []*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9}
	middle(done)
	use(all)
}

func middle(done chan bool) {
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
	all := []*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9}
	inner(done)
	use(all)
}

func inner(done chan bool) { // BUG: thirty-three objects in all
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
	all := []*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9}
	<-done
	use(all)
}
