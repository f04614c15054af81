// Package leak holds C memory that is lost, and the right ways.
package leak

/*
#include <stdlib.h>
#include <string.h>

static int use(const char *s) { return (int)strlen(s); }
static void release(char *s) { free(s); }
static void out(char **s) { *s = strdup("x"); }

typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, void *, void *, char **);
void sqlite3_free(void *);
void lookup(sqlite3 *, char **);
void delCallback(char *);
*/
import "C"

import (
	"errors"
	"unsafe"
)

func inline(s string) int {
	return int(C.use(C.CString(s))) // want `C memory of CString in inline is never freed: it is only an argument of the call`
}

func never(s string) int {
	cs := C.CString(s) // want `C memory of CString in never is never freed: pass it to C.free`
	return int(C.use(cs))
}

func errorPath(s string) error {
	cs := C.CString(s) // want `not freed when errorPath returns at leak.go:37`
	if C.use(cs) == 0 {
		return errors.New("empty")
	}
	C.free(unsafe.Pointer(cs))
	return nil
}

func twice(s string) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs)) // want `freed twice: the first time at leak.go:47`
	C.use(cs)
	C.free(unsafe.Pointer(cs))
}

func early() {
	var p *C.char
	defer C.free(unsafe.Pointer(p)) // want `this deferred free does nothing: it has the value of p here, nil`
	C.out(&p)
}

func after(s string) int {
	cs := C.CString(s)
	C.free(unsafe.Pointer(cs))
	return int(C.use(cs)) // want `used here after it was freed`
}

func make1(s string) *C.char { return C.CString(s) }

func dropped(s string) int {
	cs := make1(s) // want `C memory of make1 in dropped is never freed`
	return int(C.use(cs))
}

func deferred(s string) int {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	return int(C.use(cs))
}

func inLiteral(s string) int {
	cs := C.CString(s)
	defer func() { C.free(unsafe.Pointer(cs)) }()
	return int(C.use(cs))
}

func conditional(s string) int {
	var cs *C.char
	if s != "" {
		cs = C.CString(s)
	}
	n := 0
	if cs != nil {
		n = int(C.use(cs))
		C.free(unsafe.Pointer(cs))
	}
	return n
}

func wrapper(s string) { C.release(C.CString(s)) }

type holder struct{ name *C.char }

func (h *holder) fill(s string) { h.name = C.CString(s) }

func helped(s string) { drop(C.CString(s)) }

func drop(cs *C.char) { C.free(unsafe.Pointer(cs)) }

func panics(s string) {
	cs := C.CString(s)
	if C.use(cs) == 0 {
		panic("empty")
	}
	C.free(unsafe.Pointer(cs))
}

// The text of an error is there only if the call failed.
func failed(db *C.sqlite3, s string) error {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	var msg *C.char
	if C.sqlite3_exec(db, cs, nil, nil, &msg) != 0 {
		defer C.sqlite3_free(unsafe.Pointer(msg))
		return errors.New(C.GoString(msg))
	}
	return nil
}

func failedLeak(db *C.sqlite3, s string) error {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	var msg *C.char
	if C.sqlite3_exec(db, cs, nil, nil, &msg) != 0 { // want `C memory of sqlite3_exec in failedLeak is never freed`
		return errors.New(C.GoString(msg))
	}
	return nil
}

func borrowedOut(db *C.sqlite3) string {
	var name *C.char
	defer C.free(unsafe.Pointer(name)) // want `this deferred free does nothing: it has the value of name here, nil, and not the one that C.lookup sets at leak.go:\d+: if that memory is the caller's`
	C.lookup(db, &name)
	return C.GoString(name)
}

func weakRelease(s string) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	C.delCallback(cs)
}
