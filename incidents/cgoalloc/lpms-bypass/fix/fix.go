// Package fix is the fix of https://github.com/livepeer/lpms/pull/210.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import (
	"errors"
	"unsafe"
)

// Transcode transcodes a file.
func Transcode(name string) error {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	if C.lib_needs_bypass(cname) != 0 {
		return errors.New("bypass")
	}
	if C.lib_transcode(cname) != 0 {
		return errors.New("transcode")
	}
	return nil
}

// Round is what the service does over and over.
func Round() { Transcode("segment0001.ts") }
