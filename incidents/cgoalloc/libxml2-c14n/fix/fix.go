// Package fix is the fix of https://github.com/lestrrat-go/libxml2/commit/a97695c4eeb87d308007eeb7e137d763cd6b17d9.
package fix

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
	if C.xmlC14NDocDumpMemory(nil, nil, 0, nil, 0, &result) <= 0 {
		return "", errors.New("no canonical form")
	}
	defer C.xmlFree(unsafe.Pointer(result))
	return C.GoString((*C.char)(unsafe.Pointer(result))), nil
}

// Round is what the service does over and over.
func Round() { Canonical() }
