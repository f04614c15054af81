// Package loop allocates in loops.
package loop

/*
#include <stdlib.h>
#include <string.h>

static int use(const char *s) { return (int)strlen(s); }
static char *copy2(void) { char *p = malloc(3); p[0] = 0; return p; }
static int fill(char **out) { char *p = strdup("x"); if (!p) return 1; *out = p; return 0; }
*/
import "C"

import "unsafe"

func deferred(lines chan string) (n int) {
	for s := range lines {
		cs := C.CString(s)
		defer C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed only when deferred returns: it grows with each round of the loop`
		n += int(C.use(cs))
	}
	return n
}

func each(list []string) (n int) {
	for _, s := range list {
		cs := C.CString(s)
		n += int(C.use(cs))
		C.free(unsafe.Pointer(cs))
	}
	return n
}

func literal(list []string) (n int) {
	for _, s := range list {
		func() {
			cs := C.CString(s)
			defer C.free(unsafe.Pointer(cs))
			n += int(C.use(cs))
		}()
	}
	return n
}

// The array of strings lives until the function returns.
func array(list []string) int {
	argv := make([]*C.char, len(list))
	for i, s := range list {
		cs := C.CString(s)
		defer C.free(unsafe.Pointer(cs))
		argv[i] = cs
	}
	return int(C.use(argv[0]))
}

func last(list []string) int {
	var cs *C.char
	for _, s := range list {
		cs = C.CString(s) // want `C memory of CString in last is lost: the only pointer to it is overwritten at loop.go:59`
	}
	n := int(C.use(cs))
	C.free(unsafe.Pointer(cs))
	return n
}

func skips(list []string) (n int) {
	for _, s := range list {
		cs := C.CString(s) // want `C memory of CString in skips is not freed in each round of the loop`
		if C.use(cs) == 0 {
			continue
		}
		n++
		C.free(unsafe.Pointer(cs))
	}
	return n
}

func overwritten(a, b string) int {
	cs := C.CString(a) // want `C memory of CString in overwritten is lost: the only pointer to it is overwritten at loop.go:81`
	n := int(C.use(cs))
	cs = C.CString(b)
	n += int(C.use(cs))
	C.free(unsafe.Pointer(cs))
	return n
}

func replaced(a, b string) int {
	cs := C.CString(a)
	n := int(C.use(cs))
	C.free(unsafe.Pointer(cs))
	cs = C.CString(b)
	n += int(C.use(cs))
	C.free(unsafe.Pointer(cs))
	return n
}

func slices(list []string) {
	all := make([]*C.char, 0, len(list))
	for _, s := range list {
		all = append(all, C.CString(s))
	}
	defer func() {
		for _, cs := range all {
			C.free(unsafe.Pointer(cs))
		}
	}()
	C.use(all[0])
}

func received(events chan *C.char) {
	for ev := range events { // want `C memory that received receives here is passed to C.free at loop.go:115, but not on every path`
		if C.use(ev) == 0 {
			continue
		}
		C.free(unsafe.Pointer(ev))
	}
}

func receivedAll(events chan *C.char) {
	for ev := range events {
		if C.use(ev) == 0 {
			C.free(unsafe.Pointer(ev))
			continue
		}
		C.free(unsafe.Pointer(ev))
	}
}

func polled(events chan *C.char, done chan bool) {
	for {
		select {
		case <-done:
			return
		case ev := <-events: // want `C memory that polled receives here is passed to C.free at loop.go:141, but not on every path`
			if ev == nil {
				continue
			}
			if C.use(ev) == 0 {
				continue
			}
			C.free(unsafe.Pointer(ev))
		}
	}
}

func looked(events, done chan *C.char) {
	for {
		ev, ok := <-events
		if !ok {
			return
		}
		if C.use(ev) == 0 {
			done <- ev
			continue
		}
		C.free(unsafe.Pointer(ev))
	}
}

// wrapped is a preamble's function that allocates in its body.
func wrapped() int {
	cs := C.copy2() // want `C memory of copy2 in wrapped is never freed`
	return int(C.use(cs))
}

func filled() int {
	var cs *C.char
	C.fill(&cs) // want `C memory of fill in filled is never freed`
	return int(C.use(cs))
}

// As long as the list, which is there anyway.
func elements(list []string) (n int) {
	for _, s := range list {
		cs := C.CString(s)
		defer C.free(unsafe.Pointer(cs))
		n += int(C.use(cs))
	}
	for i := 0; i < len(list); i++ {
		cs := C.CString(list[i])
		defer C.free(unsafe.Pointer(cs))
		n += int(C.use(cs))
	}
	return n
}

// Whether the memory is handed on depends on what decided that there is some.
func correlated(key, value []byte) (p unsafe.Pointer) {
	var all unsafe.Pointer
	if n := len(key) + len(value); n > 0 {
		all = C.malloc(C.size_t(n))
		if len(key) > 0 {
			p = all
		}
		if len(value) > 0 {
			p = all
		}
	}
	return p
}
