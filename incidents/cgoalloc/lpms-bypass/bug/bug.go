// Package bug: A transcoder leaked a file's name before each transcoding, though a few lines below it takes good
// care of the same name.
//
// Link: https://github.com/livepeer/lpms/pull/210
// Kind: inline argument beside memory that is freed
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import (
	"errors"
	"unsafe"
)

// Transcode transcodes a file.
func Transcode(name string) error {
	if C.lib_needs_bypass(C.CString(name)) != 0 { // BUG: a copy for a look
		return errors.New("bypass")
	}
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	if C.lib_transcode(cname) != 0 {
		return errors.New("transcode")
	}
	return nil
}

// Round is what the service does over and over.
func Round() { Transcode("segment0001.ts") }
