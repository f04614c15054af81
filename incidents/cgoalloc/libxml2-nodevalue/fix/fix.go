// Package fix is the fix of https://github.com/lestrrat-go/libxml2/commit/07e93c4d01b7287c0e0ef9927fdf70eb287d99e9.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "unsafe"

func toString(s *C.xmlChar) string { return C.GoString((*C.char)(unsafe.Pointer(s))) }

// Value returns the text of a node.
func Value(n *C.xmlNode) string {
	s := C.xmlXPathCastNodeToString(n)
	defer C.xmlFree(unsafe.Pointer(s))
	return toString(s)
}

// Round is what the service does over and over.
func Round() { Value(C.lib_first()) }
