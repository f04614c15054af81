// Package fix has variables that one struct can hold.
package fix

type state struct{ name, value *string }

func use(list []*state) int { return len(list) }

func accept(conns chan chan bool) {
	for done := range conns {
		go serve(done)
	}
}

func serve(done chan bool) { // want `serve parks at fix.go:\d+`
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
	s3.name = nil
}
