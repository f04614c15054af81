// Package beside has C functions of which another argument says what becomes of the memory: a
// function that may free it, or the size that it has.
package beside

/*
#include <stdlib.h>
typedef int (*start_fn)(const char *service, const char *user);
typedef void (*drop_fn)(void *p);
int start_with(start_fn fn, const char *service, const char *user);
int hold_with(drop_fn fn, char *text);
unsigned char *encode(const void *pix, int w, size_t *n);
*/
import "C"
import "unsafe"

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
