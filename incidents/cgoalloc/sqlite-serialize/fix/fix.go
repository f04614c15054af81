// Package fix is the fix of https://github.com/mattn/go-sqlite3/commit/369e217ae9bf45d56a2f42b9a9b7b48e96738067.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "unsafe"

// Serialize returns a copy of the database.
func Serialize(schema string) []byte {
	cs := C.CString(schema)
	defer C.free(unsafe.Pointer(cs))
	var size C.longlong
	p := C.sqlite3_serialize(cs, &size)
	if p == nil {
		return nil
	}
	defer C.sqlite3_free(unsafe.Pointer(p))
	return C.GoBytes(unsafe.Pointer(p), C.int(size))
}

// Round is what the service does over and over.
func Round() { Serialize("main") }
