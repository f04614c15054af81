// Package fix is the fix of boxed-values.
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

//go:noinline
func count(list []state) (n int) {
	for _, s := range list {
		if s.name == nil {
			n++
		}
	}
	return n
}

// The values are of one type.
func serve(done chan bool) {
	name := "x"
	args := []state{{value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}, {value: &name}}
	<-done
	count(args)
}
