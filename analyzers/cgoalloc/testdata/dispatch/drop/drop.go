// Package drop drops what two other packages hand it.
package drop

import (
	"unsafe"

	"example.com/cgo/dispatch/alloc"
	"example.com/cgo/dispatch/pass"
)

func dropped(s string) int {
	p := pass.Upper(s) // want `C memory of Upper in dropped is never freed: pass it to C.free`
	return alloc.Len(p)
}

func freed(s string) int {
	p := pass.Upper(s)
	defer pass.Done(p)
	return alloc.Len(p)
}

func handed(s string) unsafe.Pointer { return pass.Upper(s) }
