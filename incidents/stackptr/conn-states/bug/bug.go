// Package bug: Each connection of a server was parked on sixteen variables whose addresses it kept in a list.
//
// Link: https://github.com/golang/go/issues/22350
// Kind: variables
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

func serve(done chan bool) { // BUG: sixteen objects
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
	var s10 state
	var s11 state
	var s12 state
	var s13 state
	var s14 state
	var s15 state
	all := []*state{&s0, &s1, &s2, &s3, &s4, &s5, &s6, &s7, &s8, &s9, &s10, &s11, &s12, &s13, &s14, &s15}
	<-done
	use(all)
}
