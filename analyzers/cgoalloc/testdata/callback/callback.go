// Package callback lends C memory to functions that it is given.
package callback

/*
#include <stdlib.h>
int lookup(const char *k);
typedef void (*notifyFn)(const char *);
typedef void (*dropFn)(void *);
static void notify(notifyFn f, const char *s) { f(s); }
static void later(void *p, dropFn f) { f(p); }
*/
import "C"
import "unsafe"

// Nobody who is passed to it frees the text.
func with[T any](s string, f func(*C.char) T) T {
	c := C.CString(s) // want "C memory of CString in with is never freed"
	return f(c)
}

func find(k string) int { return with(k, func(c *C.char) int { return int(C.lookup(c)) }) }

func has(k string) bool { return with(k, func(c *C.char) bool { return C.lookup(c) > 0 }) }

func count(c *C.char, n int) { C.lookup(c) }

// So with a named function, on one of two paths.
func each(ss []string, f func(*C.char, int)) {
	for i, s := range ss {
		c := C.CString(s) // want "C memory of CString in each is not freed in each round of the loop"
		f(c, i)
		if i > 3 {
			continue
		}
		C.free(unsafe.Pointer(c))
	}
}

func all(ss []string) { each(ss, count) }

type table struct{ n int }

// A method.
func (t *table) visit(s string, f func(*C.char)) {
	c := C.CString(s) // want "C memory of CString in visit is never freed"
	f(c)
	t.n++
}

func (t *table) sum(s string) (n int) {
	t.visit(s, func(c *C.char) { n += int(C.lookup(c)) })
	return n
}

// One of two frees it.
func handTo(s string, f func(*C.char)) {
	c := C.CString(s)
	f(c)
}

func both(s string) {
	handTo(s, func(c *C.char) { C.lookup(c) })
	handTo(s, func(c *C.char) { C.free(unsafe.Pointer(c)) })
}

var last *C.char

// It is kept.
func keepWith(s string, f func(*C.char)) {
	c := C.CString(s)
	f(c)
}

func keeps(s string) { keepWith(s, func(c *C.char) { last = c }) }

// Anybody can pass anything.
func With(s string, f func(unsafe.Pointer)) {
	c := C.CString(s)
	f(unsafe.Pointer(c))
}

func useWith(s string) { With(s, func(unsafe.Pointer) {}) }

// What is passed is not known.
func relay(s string, f func(*C.char)) {
	c := C.CString(s)
	f(c)
}

func relays(s string, f func(*C.char)) { relay(s, f) }

// A callback that is given a const text frees none.
func tell(f C.notifyFn, s string) {
	C.notify(f, C.CString(s)) // want "C memory of CString in tell is never freed"
}

// This one frees what it is given.
func drop(f C.dropFn, s string) {
	C.later(unsafe.Pointer(C.CString(s)), f)
}
