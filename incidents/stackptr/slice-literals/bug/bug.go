// Package bug: A router kept sixteen small argument lists on its stack while it waited for the reply.
//
// Link: https://github.com/golang/go/issues/43753
// Kind: slice literals
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

func serve(done chan bool) { // BUG: an array for each list
	name := "x"
	l0 := []*string{&name, nil}
	l1 := []*string{&name, nil}
	l2 := []*string{&name, nil}
	l3 := []*string{&name, nil}
	l4 := []*string{&name, nil}
	l5 := []*string{&name, nil}
	l6 := []*string{&name, nil}
	l7 := []*string{&name, nil}
	l8 := []*string{&name, nil}
	l9 := []*string{&name, nil}
	l10 := []*string{&name, nil}
	l11 := []*string{&name, nil}
	l12 := []*string{&name, nil}
	l13 := []*string{&name, nil}
	l14 := []*string{&name, nil}
	l15 := []*string{&name, nil}
	all := [][]*string{l0, l1, l2, l3, l4, l5, l6, l7, l8, l9, l10, l11, l12, l13, l14, l15}
	<-done
	for _, l := range all {
		if l[0] == nil {
			use(nil)
		}
	}
}
