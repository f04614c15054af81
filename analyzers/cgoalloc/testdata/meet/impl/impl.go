// Package impl has a type that returns C memory.
package impl

// #include <stdlib.h>
import "C"

import "unsafe"

// New returns a namer whose type nobody else can name.
func New() interface{ Name(string) unsafe.Pointer } { return namer{} }

type namer struct{}

func (namer) Name(s string) unsafe.Pointer { return unsafe.Pointer(C.CString(s)) }
