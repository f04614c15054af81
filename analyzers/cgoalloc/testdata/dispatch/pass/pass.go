// Package pass passes on what another package allocates.
package pass

import (
	"unsafe"

	"example.com/cgo/dispatch/alloc"
)

// Upper passes the memory on.
func Upper(s string) unsafe.Pointer { return alloc.Name(s + "!") } // want Upper:`cgoalloc\[borrowed\]\[CString\]`

// Done frees it.
func Done(p unsafe.Pointer) { alloc.Free(p) } // want Done:`cgoalloc\[freed\]\[\]`
