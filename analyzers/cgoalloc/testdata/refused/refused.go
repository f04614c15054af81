// Package refused hands C memory in structs, and takes it back where C refuses it.
package refused

/*
#include <stdlib.h>
struct task { int (*run)(void *); void *data; };
struct pair { char *name; void *value; };
int next(void *q, struct task *t);
int put(void *q, struct pair *p);
int apply(struct pair *p);
*/
import "C"
import (
	"errors"
	"unsafe"
)

var errRefused = errors.New("refused")

func box(v int) unsafe.Pointer {
	p := (*C.int)(C.malloc(C.sizeof_int))
	*p = C.int(v)
	return unsafe.Pointer(p)
}

// Of a helper.
func one(q unsafe.Pointer, v int) error {
	var t C.struct_task
	t.data = box(v)
	if C.next(q, &t) != 0 {
		C.free(t.data)
		return errRefused
	}
	return nil
}

// In each round.
func each(q unsafe.Pointer, in <-chan int) error {
	for v := range in {
		var t C.struct_task
		t.data = box(v)
		if status := C.next(q, &t); status != C.int(0) {
			C.free(t.data)
			return errRefused
		}
	}
	return nil
}

// Two at once.
func both(q unsafe.Pointer, name string, v int) (err error) {
	p := C.struct_pair{name: C.CString(name), value: box(v)}
	if rc := C.put(q, &p); rc < 0 {
		C.free(unsafe.Pointer(p.name))
		C.free(p.value)
		err = errRefused
	}
	return err
}

// It is freed before C sees it, and never after.
func before(name string) error {
	p := C.struct_pair{name: C.CString(name)} // want "C memory of CString is not freed when before returns"
	if len(name) > 9 {
		C.free(unsafe.Pointer(p.name))
		return errRefused
	}
	C.apply(&p)
	return nil
}

// On one of two ways that succeed it is freed.
func sometimes(name string) error {
	p := C.struct_pair{name: C.CString(name)} // want "C memory of CString is not freed when sometimes returns"
	switch C.apply(&p) {
	case 0:
		return nil
	case 1:
		C.free(unsafe.Pointer(p.name))
		return nil
	}
	C.free(unsafe.Pointer(p.name))
	return errRefused
}
