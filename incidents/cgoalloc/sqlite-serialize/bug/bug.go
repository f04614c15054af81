// Package bug: A backup job grew by the size of the database with each copy: GoBytes copies, and the original
// was forgotten.
//
// Link: https://github.com/mattn/go-sqlite3/commit/369e217ae9bf45d56a2f42b9a9b7b48e96738067
// Kind: a library's memory, only copied
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "unsafe"

// Serialize returns a copy of the database.
func Serialize(schema string) []byte {
	cs := C.CString(schema)
	defer C.free(unsafe.Pointer(cs))
	var size C.longlong
	p := C.sqlite3_serialize(cs, &size) // BUG: belongs to the caller
	if p == nil {
		return nil
	}
	return C.GoBytes(unsafe.Pointer(p), C.int(size))
}

// Round is what the service does over and over.
func Round() { Serialize("main") }
