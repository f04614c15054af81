// Package bug: A session held eight small maps on its stack while the connection was idle.
//
// Link: https://github.com/golang/go/issues/21056
// Kind: maps
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
func size(list []map[string]*string) (n int) {
	for _, m := range list {
		n += len(m)
	}
	return n
}

func serve(done chan bool) { // BUG: a header and a group for each map
	m0 := make(map[string]*string)
	m1 := make(map[string]*string)
	m2 := make(map[string]*string)
	m3 := make(map[string]*string)
	m4 := make(map[string]*string)
	m5 := make(map[string]*string)
	m6 := make(map[string]*string)
	m7 := make(map[string]*string)
	m8 := make(map[string]*string)
	all := []map[string]*string{m0, m1, m2, m3, m4, m5, m6, m7, m8}
	<-done
	size(all)
}
