// Package fix is the fix of https://github.com/mattn/go-sqlite3/commit/b67a21c39e405140cc5c896e0ff20bc607fc306f.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "unsafe"

type info struct{ sql string }

func fill(i *info, s *C.sqlite3_stmt) {
	expanded := C.sqlite3_expanded_sql(s)
	if expanded == nil {
		return
	}
	defer C.sqlite3_free(unsafe.Pointer(expanded))
	i.sql = C.GoString(expanded)
}

// Round is what the service does over and over.
func Round() { fill(new(info), C.lib_prepared()) }
