// Package bug: A database driver lost the name of the schema each time it was asked for a file's name.
//
// Link: https://github.com/mattn/go-sqlite3/commit/a3cd5cd6fd2104b9b61d2b95f0a8653d63a1c24c
// Kind: inline argument of an inline argument
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

// Filename returns the file of a schema.
func Filename(schema string) string {
	return C.GoString(C.sqlite3_db_filename(C.lib_open(), C.CString(schema))) // BUG: two calls deep
}

// Round is what the service does over and over.
func Round() { Filename("main") }
