// Package bug: A logger kept sixteen values in interfaces until its message was sent.
//
// Link: https://github.com/golang/go/issues/8618
// Kind: interface values
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

//go:noinline
func count(list []any) (n int) {
	for _, v := range list {
		if s, ok := v.(state); ok && s.name == nil {
			n++
		}
	}
	return n
}

func serve(done chan bool) { // BUG: an interface's value each
	name := "x"
	args := []any{state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}, state{value: &name}}
	<-done
	count(args)
}
