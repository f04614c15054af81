//go:build unix

package main

import (
	"fmt"
	"strings"
)

// A shape is a way in which code grows.
type shape struct {
	name string
	cgo  bool
	// source returns a package with n functions, branches or methods.
	source func(n int) string
}

var shapes = []shape{
	{name: "branches", source: branches},
	{name: "returns", source: returns},
	{name: "loop", source: loop},
	{name: "timers", source: timers},
	{name: "methods", source: methods},
	{name: "functions", source: functions},
	{name: "chain", source: chain},
	{name: "fan", source: fan},
	{name: "cbranches", cgo: true, source: cBranches},
	{name: "cfunctions", cgo: true, source: cFunctions},
	{name: "cchain", cgo: true, source: cChain},
}

const header = `package growth

import (
	"sync"
	"time"
)

type hub struct {
	mu   sync.Mutex
	m    map[string]int
	t    *time.Timer
	n    int
	next *hub
}

`

// pieces returns a text with n copies of a format, in which # is the number of the copy
// and @ that of the next.
func pieces(before, format, after string, n int) string {
	var b strings.Builder
	b.WriteString(before)
	for i := range n {
		b.WriteString(strings.NewReplacer("#", fmt.Sprint(i), "@", fmt.Sprint(i+1)).Replace(format))
	}
	b.WriteString(after)
	return b.String()
}

// branches is one function with a timer, a lock and a map.
func branches(n int) string {
	return pieces(header+`func run(h *hub, ask func(string) int) {
	t := time.NewTimer(time.Second)
	defer t.Stop()
`, `	if ask("#") > # {
		h.mu.Lock()
		h.m["#"]++
		h.mu.Unlock()
		if !t.Stop() {
			<-t.C
		}
		t.Reset(time.Second)
	}
`, "}\n", n)
}

// returns is one function with an early return for each step.
func returns(n int) string {
	return pieces(header+`func run(h *hub, do func(string) error) error {
	t := time.NewTimer(time.Second)
	defer t.Stop()
`, `	if err := do("#"); err != nil {
		return err
	}
	h.mu.Lock()
	h.m["#"]++
	h.mu.Unlock()
`, "	return nil\n}\n", n)
}

// loop is one function with a loop around a long chain of tests.
func loop(n int) string {
	return pieces(header+`func run(h *hub, in chan string) {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	for {
		t.Reset(time.Second)
		select {
		case <-t.C:
			return
		case s := <-in:
			switch {
`, `			case s == "#":
				h.mu.Lock()
				h.m[s] += #
				h.mu.Unlock()
`, `			}
		}
	}
}
`, n)
}

// timers is one function with many timers.
func timers(n int) string {
	return pieces(header+"func run(h *hub, ask func(string) int) {\n", `	if ask("#") > # {
		t := time.NewTimer(time.Second)
		h.mu.Lock()
		h.m["#"]++
		h.mu.Unlock()
		t.Stop()
	}
`, "}\n", n)
}

// methods is one struct with a timer, a lock and a map, and small methods.
func methods(n int) string {
	return pieces(header, `func (h *hub) do#(k string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.n > # {
		h.m[k]++
		h.t.Reset(time.Second)
	}
}

`, "", n)
}

// functions is many functions that share nothing.
func functions(n int) string {
	return pieces(header, `func wait#(h *hub, done chan bool) int {
	t := time.NewTimer(time.Second)
	select {
	case <-t.C:
		return #
	case <-done:
	}
	if !t.Stop() {
		<-t.C
	}
	return h.n
}

`, "", n)
}

// chain is methods each of which calls the next one, with a timer in a field.
func chain(n int) string {
	return pieces(header, `func (h *hub) step#(k string) {
	h.mu.Lock()
	h.m[k]++
	h.mu.Unlock()
	if h.n > # {
		h.t.Reset(time.Second)
	}
	h.step@(k)
}

`, fmt.Sprintf("func (h *hub) step%d(k string) { h.t.Stop() }\n", n), n)
}

// fan is an interface with many implementations, and one caller for each.
func fan(n int) string {
	return pieces(header+"type doer interface{ do(h *hub) }\n\n", `type do# struct{ t *time.Timer }

func (d *do#) do(h *hub) {
	d.t.Stop()
	h.mu.Lock()
	h.m["#"]++
	h.mu.Unlock()
}

func call#(d doer, h *hub) { h.t.Stop(); d.do(h) }

`, "", n)
}

const cHeader = `package growth

// #include <stdlib.h>
// static int fill(char *p, int n) { return n; }
import "C"

import (
	"errors"
	"unsafe"
)

var errFill = errors.New("fill")

`

// cBranches is one function that allocates, and frees on each early return.
func cBranches(n int) string {
	return pieces(cHeader+`func run(ask func(string) int) error {
	p := (*C.char)(C.malloc(100))
	defer C.free(unsafe.Pointer(p))
`, `	if ask("#") > # {
		s := C.CString("#")
		if C.fill(s, #) != 0 {
			C.free(unsafe.Pointer(s))
			return errFill
		}
		C.free(unsafe.Pointer(s))
	}
`, "	return nil\n}\n", n)
}

// cFunctions is many functions that allocate and free.
func cFunctions(n int) string {
	return pieces(cHeader, `func run#(k string) error {
	s := C.CString(k)
	defer C.free(unsafe.Pointer(s))
	if C.fill(s, #) != 0 {
		return errFill
	}
	return nil
}

`, "", n)
}

// cChain is functions each of which calls the next one with memory of its own.
func cChain(n int) string {
	return pieces(cHeader, `func step#(p *C.char, k string) {
	s := C.CString(k)
	C.fill(s, #)
	step@(s, k)
	C.free(unsafe.Pointer(s))
}

`, fmt.Sprintf("func step%d(p *C.char, k string) { C.fill(p, 1) }\n", n), n)
}
