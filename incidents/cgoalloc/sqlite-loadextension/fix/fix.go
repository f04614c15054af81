// Package fix is the fix of https://github.com/mattn/go-sqlite3/commit/8b648a05384e936e47fd7716c7fa123a3704937f.
package fix

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
	rc := C.sqlite3_load_extension(C.lib_open(), cname, nil, &message)
	defer C.sqlite3_free(unsafe.Pointer(message))
	if rc != 0 {
		return errors.New(C.GoString(message))
	}
	return nil
}

// Round is what the service does over and over.
func Round() { Load("ext.so") }
