// Package fix is the fix of https://github.com/mattn/go-sqlite3/commit/a3cd5cd6fd2104b9b61d2b95f0a8653d63a1c24c.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "unsafe"

// Filename returns the file of a schema.
func Filename(schema string) string {
	cschema := C.CString(schema)
	defer C.free(unsafe.Pointer(cschema))
	return C.GoString(C.sqlite3_db_filename(C.lib_open(), cschema))
}

// Round is what the service does over and over.
func Round() { Filename("main") }
