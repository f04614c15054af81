// Package bug: A monitoring agent that opens its driver's library again and again grew: the path was made
// inside the call.
//
// Link: https://github.com/NVIDIA/go-nvml/commit/35b18d4281f859492313e1ab0dda358f1b121504
// Kind: inline argument
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

// Open opens a library.
func Open(name string) bool {
	return C.lib_dlopen(C.CString(name), 1) != nil // BUG: nobody has the string
}

// Round is what the service does over and over.
func Round() { Open("libnvidia-ml.so.1") }
