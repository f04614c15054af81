// Package value has C memory in structs that C returns and fills by value.
package value

/*
#include <stdlib.h>

typedef struct spot { int x, y; } spot;
typedef struct spots { spot *list; int n; } spots;
typedef struct size { int w, h; } size;
typedef struct answer { int code; char *text; } answer;
struct filter { int n; void *code; };

spots find_bright(void *img);
spots scan_dark(void *img);
spots find_all(void *img);
void spots_close(spots s);
size measure(void *img);
answer query(void *img);
int filter_compile(struct filter *f, int n);
int filter_apply(struct filter *f);
void filter_freecode(struct filter *f);
void keep_spots(spots s);

typedef struct failure failure;
typedef struct bytes { int size; char *data; } bytes;
failure *serialize(void *img, bytes *out);
void *view(void *img, bytes *out);
void failure_free(failure *f);
void bytes_delete(bytes *b);
*/
import "C"

import (
	"errors"
	"unsafe"
)

type spot struct{ x, y int }

func list(s C.spots) (out []spot) {
	for _, p := range unsafe.Slice(s.list, s.n) {
		out = append(out, spot{int(p.x), int(p.y)})
	}
	return out
}

func bright(img unsafe.Pointer) []spot {
	s := C.find_bright(img)
	defer C.spots_close(s)
	return list(s)
}

func brightLeak(img unsafe.Pointer) []spot {
	s := C.find_bright(img) // want `C memory of find_bright in brightLeak is never freed: pass it to C.spots_close`
	return list(s)
}

func dark(img unsafe.Pointer) int {
	return len(list(C.scan_dark(img))) // want `C memory of scan_dark in dark is never freed: pass it to C.spots_close`
}

func early(img unsafe.Pointer) (int, error) {
	s := C.find_all(img) // want `C memory of find_all is not freed when early returns at value.go:65`
	if s.n == 0 {
		return 0, errors.New("none")
	}
	n := len(list(s))
	C.spots_close(s)
	return n, nil
}

func twice(img unsafe.Pointer) int {
	s := C.find_all(img)
	defer C.spots_close(s)
	n := int(s.n)
	return n
}

// A struct without pointers holds no memory.
func area(img unsafe.Pointer) int {
	s := C.measure(img)
	return int(s.w * s.h)
}

// It is the caller's.
func open(img unsafe.Pointer) C.spots { return C.find_all(img) }

func passed(img unsafe.Pointer) { C.keep_spots(open(img)) }

func ask(img unsafe.Pointer) error {
	a := C.query(img)
	if a.code == 0 {
		return nil
	}
	defer C.free(unsafe.Pointer(a.text))
	return errors.New(C.GoString(a.text))
}

func askLeak(img unsafe.Pointer) error {
	a := C.query(img) // want `C memory of query in askLeak is never freed: pass it to C.free, its field text`
	if a.code == 0 {
		return nil
	}
	return errors.New(C.GoString(a.text))
}

func compile(n C.int) (C.struct_filter, error) {
	var f C.struct_filter
	if C.filter_compile(&f, n) < 0 {
		return f, errors.New("compile")
	}
	return f, nil
}

func both(n C.int) error {
	f, err := compile(n)
	defer C.filter_freecode(&f) // want `C memory in f is freed twice: the first time at value.go:122`
	if err != nil {
		return err
	}
	if C.filter_apply(&f) == -1 {
		C.filter_freecode(&f)
		return errors.New("apply")
	}
	return nil
}

func direct(n C.int) error {
	var f C.struct_filter
	if C.filter_compile(&f, n) < 0 {
		return errors.New("compile")
	}
	defer C.filter_freecode(&f) // want `C memory of filter_compile is freed twice: the first time at value.go:135`
	if C.filter_apply(&f) == -1 {
		C.filter_freecode(&f)
		return errors.New("apply")
	}
	return nil
}

func leaves(n C.int) error {
	var f C.struct_filter
	if C.filter_compile(&f, n) < 0 { // want `C memory of filter_compile is not freed when leaves returns at value.go:147`
		return errors.New("compile")
	}
	if C.filter_apply(&f) == -1 {
		return errors.New("apply")
	}
	C.filter_freecode(&f)
	return nil
}

func right(n C.int) error {
	var f C.struct_filter
	if C.filter_compile(&f, n) < 0 {
		return errors.New("compile")
	}
	defer C.filter_freecode(&f)
	if C.filter_apply(&f) == -1 {
		return errors.New("apply")
	}
	return nil
}

// Compiled again in between.
func again(n C.int) {
	var f C.struct_filter
	if C.filter_compile(&f, n) < 0 {
		return
	}
	C.filter_freecode(&f)
	f = C.struct_filter{}
	if C.filter_compile(&f, n) < 0 {
		return
	}
	C.filter_freecode(&f)
}

// What C fills in is there only if it returns no error, or only if it returns something.
func serialized(img unsafe.Pointer) ([]byte, error) {
	var b C.bytes
	if err := C.serialize(img, &b); err != nil {
		C.failure_free(err)
		return nil, errors.New("serialize")
	}
	out := C.GoBytes(unsafe.Pointer(b.data), b.size)
	C.bytes_delete(&b)
	return out, nil
}

func viewed(img unsafe.Pointer) []byte {
	var b C.bytes
	if C.view(img, &b) == nil {
		return nil
	}
	defer C.bytes_delete(&b)
	return C.GoBytes(unsafe.Pointer(b.data), b.size)
}
