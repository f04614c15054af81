// Package bug: A service that could not set its timeout tried again, and each try left a database handle open.
//
// Link: https://github.com/mattn/go-sqlite3/commit/4c2dc8806aac565a85f1588a7822ae4244cb1c70
// Kind: error path without the close of the normal one
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import (
	"errors"
	"unsafe"
)

// Open opens a database.
func Open(name string, timeout int) (*C.sqlite3, error) {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	var db *C.sqlite3
	if C.sqlite3_open_v2(cname, &db, 1, nil) != 0 { // BUG: not closed below
		return nil, errors.New("open")
	}
	if C.sqlite3_busy_timeout(db, C.int(timeout)) != 0 {
		return nil, errors.New("busy timeout")
	}
	return db, nil
}

// Round is what the service does over and over.
func Round() {
	if db, err := Open("main.db", 5000); err == nil {
		C.sqlite3_close_v2(db)
	}
}
