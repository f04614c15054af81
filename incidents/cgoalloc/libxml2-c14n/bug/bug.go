// Package bug: A service that checks signatures leaked each document in its canonical form.
//
// Link: https://github.com/lestrrat-go/libxml2/commit/a97695c4eeb87d308007eeb7e137d763cd6b17d9
// Kind: a library's memory through an out-parameter
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import (
	"errors"
	"unsafe"
)

// Canonical returns the canonical form of the document.
func Canonical() (string, error) {
	var result *C.xmlChar
	if C.xmlC14NDocDumpMemory(nil, nil, 0, nil, 0, &result) <= 0 { // BUG: xmlFree is due
		return "", errors.New("no canonical form")
	}
	return C.GoString((*C.char)(unsafe.Pointer(result))), nil
}

// Round is what the service does over and over.
func Round() { Canonical() }
