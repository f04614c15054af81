// Package bug: Tracing the statements of a database leaked a copy of each of them.
//
// Link: https://github.com/mattn/go-sqlite3/commit/b67a21c39e405140cc5c896e0ff20bc607fc306f
// Kind: a library's memory, only copied
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

type info struct{ sql string }

func fill(i *info, s *C.sqlite3_stmt) {
	expanded := C.sqlite3_expanded_sql(s) // BUG: sqlite3_free is due
	if expanded == nil {
		return
	}
	i.sql = C.GoString(expanded)
}

// Round is what the service does over and over.
func Round() { fill(new(info), C.lib_prepared()) }
