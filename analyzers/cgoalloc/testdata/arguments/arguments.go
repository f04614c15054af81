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
