// Package locks waits for locks.
package locks

import (
	"net/http"
	"sync"
)

type state struct{ name, value *string }

func use(list []*state) int { return len(list) }

var mu sync.Mutex

func handleLocked(w http.ResponseWriter, r *http.Request) { // want `handleLocked parks at locks.go:\d+`
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
	mu.Lock()
	defer mu.Unlock()
	use(all)
}
