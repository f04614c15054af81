// Package loop allocates in loops.
package loop

/*
#include <stdlib.h>
#include <string.h>

static int use(const char *s) { return (int)strlen(s); }
*/
import "C"

import "unsafe"

func deferred(list []string) (n int) {
	for _, s := range list {
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
		cs = C.CString(s) // want `C memory of CString in last is lost: the only pointer to it is overwritten at loop.go:57`
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
	cs := C.CString(a) // want `C memory of CString in overwritten is lost: the only pointer to it is overwritten at loop.go:79`
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
