// Package bug: Reading the value of a node leaked it: a helper turns it into a Go string, and copies.
//
// Link: https://github.com/lestrrat-go/libxml2/commit/07e93c4d01b7287c0e0ef9927fdf70eb287d99e9
// Kind: a result that is only an argument of a helper
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "unsafe"

func toString(s *C.xmlChar) string { return C.GoString((*C.char)(unsafe.Pointer(s))) }

// Value returns the text of a node.
func Value(n *C.xmlNode) string {
	return toString(C.xmlXPathCastNodeToString(n)) // BUG: the helper does not free
}

// Round is what the service does over and over.
func Round() { Value(C.lib_first()) }
