// Package recovered has panics that a deferred call recovers: the rest is skipped.
package recovered

/*
#include <stdlib.h>
int check(const char *s);
*/
import "C"
import (
	"fmt"
	"unsafe"
)

func Skipped(s string) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	c := C.CString(s) // want `C memory of CString is not freed when Skipped returns`
	if C.check(c) != 0 {
		panic("check")
	}
	C.free(unsafe.Pointer(c))
	return true
}

func SkippedErr(s string) (err error) {
	c := C.CString(s) // want `C memory of CString is not freed when SkippedErr returns`
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	switch C.check(c) {
	case 0:
		C.free(unsafe.Pointer(c))
	case 1:
		panic("one")
	default:
		C.free(unsafe.Pointer(c))
	}
	return nil
}

func SkippedLoop(in []string) (n int) {
	defer func() { recover() }()
	for _, s := range in {
		c := C.CString(s) // want `C memory of CString is not freed when SkippedLoop returns`
		if C.check(c) != 0 {
			panic(s)
		}
		C.free(unsafe.Pointer(c))
		n++
	}
	return n
}

func Deferred(s string) (ok bool) {
	c := C.CString(s)
	defer C.free(unsafe.Pointer(c))
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	if C.check(c) != 0 {
		panic("check")
	}
	return true
}

func Inside(s string) (ok bool) {
	c := C.CString(s)
	defer func() {
		if recover() != nil {
			C.free(unsafe.Pointer(c))
		}
	}()
	if C.check(c) != 0 {
		panic("check")
	}
	C.free(unsafe.Pointer(c))
	return true
}

func Always(s string) (ok bool) {
	c := C.CString(s)
	defer func() {
		r := recover()
		C.free(unsafe.Pointer(c))
		ok = r == nil
	}()
	if C.check(c) != 0 {
		panic("check")
	}
	return
}

func Dies(s string) bool {
	c := C.CString(s)
	defer fmt.Println(s)
	if C.check(c) != 0 {
		panic("check")
	}
	C.free(unsafe.Pointer(c))
	return true
}

func Again(s string) bool {
	c := C.CString(s)
	defer func() {
		if r := recover(); r != nil {
			panic(fmt.Sprint("again: ", r))
		}
	}()
	if C.check(c) != 0 {
		panic("check")
	}
	C.free(unsafe.Pointer(c))
	return true
}

func InsideTwice(s string) bool {
	c := C.CString(s)
	defer func() {
		if recover() != nil {
			C.free(unsafe.Pointer(c)) // want `C memory of CString is freed twice`
		}
	}()
	n := C.check(c)
	C.free(unsafe.Pointer(c))
	if n != 0 {
		panic("check")
	}
	return true
}

func must(n C.int) {
	if n != 0 {
		panic("check")
	}
}

// CalleePanics skips the free where must panics.
func CalleePanics(s string) {
	defer func() { recover() }()
	c := C.CString(s)
	callee(C.check(c), c)
}

func callee(n C.int, c *C.char) {
	func() { must(n) }()
	C.free(unsafe.Pointer(c))
}

// LiteralPanics skips the free where the literal panics.
func LiteralPanics(s string) {
	defer func() { recover() }()
	c := C.CString(s) // want `C memory of CString is not freed when LiteralPanics returns`
	func() {
		if C.check(c) != 0 {
			panic("check")
		}
	}()
	C.free(unsafe.Pointer(c))
}

// DeferredFrees frees either way.
func DeferredFrees(s string) {
	defer func() { recover() }()
	c := C.CString(s)
	defer C.free(unsafe.Pointer(c))
	func() {
		if C.check(c) != 0 {
			panic("check")
		}
	}()
}

// Unrecovered ends the process where the literal panics.
func Unrecovered(s string) {
	c := C.CString(s)
	func() {
		if C.check(c) != 0 {
			panic("check")
		}
	}()
	C.free(unsafe.Pointer(c))
}

type freer interface{ free(p unsafe.Pointer) }

type malloced struct{}

func (malloced) free(p unsafe.Pointer) { C.free(p) }

var allocator freer = malloced{}

// BehindVariable frees through an interface in a variable that is set once.
func BehindVariable(s string) {
	c := C.CString(s)
	C.check(c)
	allocator.free(unsafe.Pointer(c))
}

// BehindTwice frees twice through it.
func BehindTwice(s string) {
	c := C.CString(s)
	allocator.free(unsafe.Pointer(c))
	allocator.free(unsafe.Pointer(c)) // want `C memory of CString is freed twice`
}
