// Package bug: A parser kept its open elements in a list of local nodes while it waited for input.
//
// Link: https://github.com/golang/go/issues/22350
// Kind: linked list
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

type node struct {
	next  *node
	value *string
}

//go:noinline
func length(n *node) (i int) {
	for ; n != nil; n = n.next {
		i++
	}
	return i
}

func serve(done chan bool) { // BUG: a chain of objects
	var n0 node
	n1 := node{next: &n0}
	n2 := node{next: &n1}
	n3 := node{next: &n2}
	n4 := node{next: &n3}
	n5 := node{next: &n4}
	n6 := node{next: &n5}
	n7 := node{next: &n6}
	n8 := node{next: &n7}
	n9 := node{next: &n8}
	n10 := node{next: &n9}
	n11 := node{next: &n10}
	n12 := node{next: &n11}
	n13 := node{next: &n12}
	n14 := node{next: &n13}
	n15 := node{next: &n14}
	n16 := node{next: &n15}
	n17 := node{next: &n16}
	head := &n17
	<-done
	length(head)
}
