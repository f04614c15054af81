// Package arguments has C functions that return memory through several arguments: one
// status speaks of all.
package arguments

/*
#include <stdlib.h>
typedef struct rd rd;
typedef struct wr wr;
int attr_get(void *o, int i, char **name, char **value);
int pipe_open(const char *name, rd **r, wr **w);
void rd_free(rd *r);
void wr_free(wr *w);
int key_pair(int bits, void **pub, void **priv);
int list(void *o, int **ids, char **names, size_t *n);
int load_table(const char *name);
typedef int (*start_fn)(const char *service, const char *user);
typedef void (*drop_fn)(void *p);
int start_with(start_fn fn, const char *service, const char *user);
unsigned char *encode(const void *pix, int w, size_t *n);
int hold_with(drop_fn fn, char *text);
*/
import "C"

import (
	"sync"
	"unsafe"
)

func value(o unsafe.Pointer, i int) string {
	var name, value *C.char
	if C.attr_get(o, C.int(i), &name, &value) != 0 {
		return ""
	}
	defer C.free(unsafe.Pointer(name))
	defer C.free(unsafe.Pointer(value))
	return C.GoString(value)
}

func forgets(o unsafe.Pointer, i int) string {
	var name, value *C.char
	rc := C.attr_get(o, C.int(i), &name, &value) // want `C memory of attr_get in forgets is never freed`
	if rc == 0 {
		defer C.free(unsafe.Pointer(value))
		return C.GoString(name)
	}
	return ""
}

func pipe(name *C.char) bool {
	var r *C.rd
	var w *C.wr
	if rc := C.pipe_open(name, &r, &w); rc < 0 {
		return false
	}
	C.rd_free(r)
	C.wr_free(w)
	return true
}

func half(name *C.char, keep bool) bool {
	var r *C.rd
	var w *C.wr
	if C.pipe_open(name, &r, &w) < 0 { // want `C memory of pipe_open is not freed when half returns at arguments.go:63: pass it to C.wr_free there`
		return false
	}
	C.rd_free(r)
	if keep {
		return true
	}
	C.wr_free(w)
	return true
}

func pair(bits int) ([]byte, error) {
	var pub, priv unsafe.Pointer
	if _, err := C.key_pair(C.int(bits), &pub, &priv); err != nil {
		return nil, err
	}
	defer C.free(pub)
	defer C.free(priv)
	return C.GoBytes(priv, 64), nil
}

// Where there is nothing, nothing was allocated.
func list(o unsafe.Pointer) int {
	var ids *C.int
	var names *C.char
	var n C.size_t
	if C.list(o, &ids, &names, &n) != 0 {
		return -1
	}
	if n == 0 {
		return 0
	}
	C.free(unsafe.Pointer(ids))
	C.free(unsafe.Pointer(names))
	return int(n)
}

func listSome(o unsafe.Pointer) int {
	var ids *C.int
	var names *C.char
	var n C.size_t
	if C.list(o, &ids, &names, &n) != 0 { // want `C memory of list is not freed when listSome returns at arguments.go:\d+`
		return -1
	}
	if n == 1 {
		return 0
	}
	C.free(unsafe.Pointer(ids))
	C.free(unsafe.Pointer(names))
	return int(n)
}

// Once in the life of the process.
var once sync.Once

func table() {
	once.Do(func() { C.load_table(C.CString("table")) })
}

type tables struct{ once sync.Once }

func (t *tables) load() {
	t.once.Do(func() { C.load_table(C.CString("table")) }) // want `C memory of CString in load\$1 is never freed`
}

// A function of two parameters is no destructor of what stands beside it.
func startWith(fn C.start_fn, service, user string) C.int {
	s := C.CString(service) // want `C memory of CString in startWith is never freed`
	u := C.CString(user)
	defer C.free(unsafe.Pointer(u))
	return C.start_with(fn, s, u)
}

func startWithRight(fn C.start_fn, service, user string) C.int {
	s := C.CString(service)
	defer C.free(unsafe.Pointer(s))
	u := C.CString(user)
	defer C.free(unsafe.Pointer(u))
	return C.start_with(fn, s, u)
}

// One of one parameter may be.
func holdWith(fn C.drop_fn, text string) C.int { return C.hold_with(fn, C.CString(text)) }

// There is no memory where its size is 0.
func encode(pix unsafe.Pointer, w int) []byte {
	var n C.size_t
	p := C.encode(pix, C.int(w), &n)
	if p == nil || n == 0 {
		return nil
	}
	defer C.free(unsafe.Pointer(p))
	return C.GoBytes(unsafe.Pointer(p), C.int(n))
}

// There is some where it is small.
func encodeSmall(pix unsafe.Pointer, w int) []byte {
	var n C.size_t
	p := C.encode(pix, C.int(w), &n) // want `C memory of encode is not freed when encodeSmall returns`
	if p == nil || n < 8 {
		return nil
	}
	defer C.free(unsafe.Pointer(p))
	return C.GoBytes(unsafe.Pointer(p), C.int(n))
}

// Another number says nothing of it.
func encodeOther(pix unsafe.Pointer, w, h int) []byte {
	var n C.size_t
	p := C.encode(pix, C.int(w), &n) // want `C memory of encode is not freed when encodeOther returns`
	if h == 0 {
		return nil
	}
	defer C.free(unsafe.Pointer(p))
	return C.GoBytes(unsafe.Pointer(p), C.int(n))
}
