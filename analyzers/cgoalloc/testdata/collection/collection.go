// Package collection has C memory in slices and arrays.
package collection

/*
#include <stdlib.h>
typedef struct ty *ty;
ty ty_get(int i);
int ty_id(ty t);
void ty_destroy(ty *t);
void any_free(void *p);
void conf_set_args(void *conf, int n, char **args);
int run(int n, char **args);
*/
import "C"
import (
	"errors"
	"runtime"
	"unsafe"
)

type app struct {
	ptr   unsafe.Pointer
	types []C.ty
}

// The slice and the pointer are one memory.
func alloc(count int) (unsafe.Pointer, []C.ty) {
	ptr := C.malloc(C.size_t(count) * 8)
	return ptr, (*[1 << 20]C.ty)(ptr)[:count:count]
}

func destroy(ptr unsafe.Pointer, types []C.ty) {
	for _, t := range types {
		C.ty_destroy(&t)
	}
	C.any_free(ptr)
}

func newApp(n int) (*app, error) {
	a := &app{}
	a.ptr, a.types = alloc(n)
	for i := range n {
		a.types[i] = C.ty_get(C.int(i))
		if C.ty_id(a.types[i]) > 3 {
			destroy(a.ptr, a.types)
			return nil, errors.New("type")
		}
	}
	return a, nil
}

// Two slices that are returned.
func pairs(m map[string]string) ([]*C.char, []*C.char) {
	var keys, values []*C.char
	for k, v := range m {
		keys = append(keys, C.CString(k))
		values = append(values, C.CString(v))
	}
	return keys, values
}

// C is given the first element, and Go frees all.
func setArgs(conf unsafe.Pointer, args []string) {
	ptrs := make([]*C.char, len(args))
	for i, arg := range args {
		ptrs[i] = C.CString(arg)
	}
	var raw **C.char
	if len(ptrs) > 0 {
		raw = &ptrs[0]
	}
	C.conf_set_args(conf, C.int(len(args)), raw)
	runtime.KeepAlive(args)
	for _, ptr := range ptrs {
		C.free(unsafe.Pointer(ptr))
	}
}

// An array of C's.
func inC(names []string) {
	list := (*[1 << 20]*C.char)(C.malloc(C.size_t(len(names)) * 8))
	for i, name := range names {
		list[i] = C.CString(name)
	}
	C.run(C.int(len(names)), (**C.char)(unsafe.Pointer(list)))
	for i := range names {
		C.free(unsafe.Pointer(list[i]))
	}
	C.free(unsafe.Pointer(list))
}

// A round that fails leaves those of the rounds before.
func early(args []string) error {
	var ptrs []*C.char
	for _, arg := range args {
		if arg == "" {
			return errors.New("empty")
		}
		ptrs = append(ptrs, C.CString(arg)) // want `C memory of CString .*early`
	}
	C.run(C.int(len(args)), &ptrs[0])
	for _, ptr := range ptrs {
		C.free(unsafe.Pointer(ptr))
	}
	return nil
}

type session struct{ names []*C.char }

// A field keeps them.
func open(names []string) *session {
	list := make([]*C.char, len(names))
	for i, name := range names {
		list[i] = C.CString(name)
	}
	return &session{names: list}
}
