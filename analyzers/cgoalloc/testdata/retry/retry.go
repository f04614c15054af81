// Package retry defers frees in loops that a number bounds, or nothing.
package retry

/*
#include <stdlib.h>
int render(char *buf, size_t n);
*/
import "C"

import "unsafe"

func grows(limit int) string {
	for size := 16; ; size <<= 1 {
		buf := (*C.char)(C.malloc(C.size_t(size)))
		defer C.free(unsafe.Pointer(buf))
		if n := C.render(buf, C.size_t(size)); n > 0 {
			return C.GoString(buf)
		}
		if size >= limit {
			return ""
		}
	}
}

func counts() bool {
	left := 5
	for {
		buf := (*C.char)(C.malloc(16))
		defer C.free(unsafe.Pointer(buf))
		if C.render(buf, 16) > 0 {
			return true
		}
		left--
		if left == 0 {
			return false
		}
	}
}

func while(n int) {
	for tries := 0; tries < n && n > 2; tries++ {
		buf := (*C.char)(C.malloc(16))
		defer C.free(unsafe.Pointer(buf))
		if C.render(buf, 16) > 0 {
			break
		}
	}
}

func forever(next func() bool) {
	for {
		buf := (*C.char)(C.malloc(16))
		defer C.free(unsafe.Pointer(buf)) // want `C memory of malloc is freed only when forever returns`
		C.render(buf, 16)
		if !next() {
			return
		}
	}
}

// The count is only told, it ends nothing.
func told(next func(int) bool) {
	n := 0
	for {
		n++
		buf := (*C.char)(C.malloc(16))
		defer C.free(unsafe.Pointer(buf)) // want `C memory of malloc is freed only when told returns`
		C.render(buf, 16)
		if !next(n) {
			return
		}
	}
}

// The size never ends it.
func sizes(size int, more func() bool) {
	for more() {
		buf := (*C.char)(C.malloc(C.size_t(size)))
		defer C.free(unsafe.Pointer(buf)) // want `C memory of malloc is freed only when sizes returns`
		C.render(buf, C.size_t(size))
		size *= 2
	}
}
