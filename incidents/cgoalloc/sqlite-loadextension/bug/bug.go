// Package bug: Each extension that could not be loaded lost its error message: the deferred free had seen the
// pointer when it was still nil.
//
// Link: https://github.com/mattn/go-sqlite3/commit/8b648a05384e936e47fd7716c7fa123a3704937f
// Kind: defer evaluated before the pointer is set
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import (
	"errors"
	"unsafe"
)

// Load loads an extension.
func Load(name string) error {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	var message *C.char
	defer C.sqlite3_free(unsafe.Pointer(message)) // BUG: frees nil
	if C.sqlite3_load_extension(C.lib_open(), cname, nil, &message) != 0 {
		return errors.New(C.GoString(message))
	}
	return nil
}

// Round is what the service does over and over.
func Round() { Load("ext.so") }
