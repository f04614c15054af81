// Package handle has handles of runtime/cgo.
package handle

/*
#include <stdint.h>
#include <stdlib.h>
int visit(void *list, void *h);
int walk(void *list, uintptr_t h);
int open_stream(uintptr_t h, void **out);
void close_stream(void *s);
void later(uintptr_t h);
*/
import "C"
import (
	"errors"
	"runtime/cgo"
	"unsafe"
)

// An error path forgets it.
func each(l unsafe.Pointer, f func(int)) error {
	h := cgo.NewHandle(f) // want "the handle of cgo.NewHandle is not freed when each returns at handle.go:24: call its Delete there"
	if rc := C.walk(l, C.uintptr_t(h)); rc != 0 {
		return errors.New("walk")
	}
	h.Delete()
	return nil
}

type stream struct {
	s unsafe.Pointer
	h cgo.Handle
}

func open(f func([]byte)) (*stream, error) {
	h := cgo.NewHandle(f) // want "the handle of cgo.NewHandle is not freed when open returns"
	s := &stream{h: h}
	if f == nil {
		return nil, errors.New("nil")
	}
	if C.open_stream(C.uintptr_t(h), &s.s) != 0 {
		h.Delete()
		return nil, errors.New("open")
	}
	return s, nil
}

func (s *stream) Close() { // want Close:`cgoalloc\[borrowed\]\[\]\[{0 \[0\] ended}\]`
	C.close_stream(s.s)
	s.h.Delete()
}

// Nobody has it.
func drop(v any) bool {
	h := cgo.NewHandle(v) // want "the handle of cgo.NewHandle in drop is never freed: call its Delete"
	return h.Value() == v
}

func twice(v any, l unsafe.Pointer) {
	h := cgo.NewHandle(v)
	defer h.Delete() // want "the handle of cgo.NewHandle is freed twice"
	if C.walk(l, C.uintptr_t(h)) != 0 {
		h.Delete()
	}
}

func after(v any) any {
	h := cgo.NewHandle(v)
	h.Delete()
	return h.Value() // want "the handle of cgo.NewHandle is used here after it was freed"
}

// The right way.
func right(l unsafe.Pointer, f func(int)) bool {
	h := cgo.NewHandle(f)
	defer h.Delete()
	return C.walk(l, C.uintptr_t(h)) == 0
}

// A callback deletes it.
func start(f func()) { C.later(C.uintptr_t(cgo.NewHandle(f))) }

func run(h C.uintptr_t) {
	f := cgo.Handle(h)
	defer f.Delete()
	f.Value().(func())()
}

var handles = map[string]cgo.Handle{}

func register(name string, v any) {
	if h, ok := handles[name]; ok {
		h.Delete()
	}
	handles[name] = cgo.NewHandle(v)
}

// C has its address.
func pointed(v any) *C.uintptr_t {
	p := (*C.uintptr_t)(C.malloc(C.sizeof_uintptr_t))
	*p = C.uintptr_t(cgo.NewHandle(v))
	return p
}

// So here.
func addressed(l unsafe.Pointer, v any) int {
	h := cgo.NewHandle(v)
	return int(C.visit(l, unsafe.Pointer(&h)))
}

func passed(l unsafe.Pointer, v any) int {
	return int(C.visit(l, unsafe.Pointer(cgo.NewHandle(v))))
}
