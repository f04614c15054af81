// Package fix is the fix of https://github.com/NVIDIA/go-nvml/commit/35b18d4281f859492313e1ab0dda358f1b121504.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "unsafe"

// Open opens a library.
func Open(name string) bool {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	return C.lib_dlopen(cname, 1) != nil
}

// Round is what the service does over and over.
func Round() { Open("libnvidia-ml.so.1") }
