// Package store calls through an interface, and knows no type behind it.
package store

import "unsafe"

// A Namer may return C memory.
type Namer interface{ Name(string) unsafe.Pointer }

// A Sizer returns no memory that anybody knows of.
type Sizer interface{ Size(string) unsafe.Pointer }

// Dropped drops what it gets.
func Dropped(n Namer, s string) bool {
	p := n.Name(s) // want `C memory of store.Namer.Name in Dropped is never freed: example.com/cgo/meet/impl.namer.Name returns memory of CString, pass it to C.free`
	return p != nil
}

// Kept keeps it.
func Kept(n Namer, s string) unsafe.Pointer { return n.Name(s) } // want Kept:`cgoalloc\[kept borrowed\]\[\?\]`

// Sized is of another interface.
func Sized(n Sizer, s string) bool { return n.Size(s) != nil }
