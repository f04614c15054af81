// Package use uses it.
package use

import (
	"errors"
	"example.com/cgo/imported/lib"
)

func Leak(s string) {
	p := lib.CString(s) // want `C memory of CString in Leak is never freed: pass it to C\.free`
	_ = p
}

func Right(s string) {
	p := lib.CString(s)
	defer lib.Free(p)
}

func Early(s string, n int) {
	p := lib.CString(s) // want `C memory of CString is not freed when Early returns`
	if n > 0 {
		return
	}
	lib.Free(p)
}

func Twice(s string) {
	p := lib.CString(s)
	defer lib.Free(p) // want `C memory of CString is freed twice: the first time`
	lib.Free(p)
}

func Wrapper(n int) error {
	h := lib.Open() // want `the lib\.Handle that Open returns has C memory, which is not freed when Wrapper returns`
	if n > 0 {
		return errors.New("x")
	}
	h.Run()
	h.Close()
	return nil
}

func WrapperRight(n int) error {
	h := lib.Open()
	defer h.Close()
	if n > 0 {
		return errors.New("x")
	}
	h.Run()
	return nil
}
