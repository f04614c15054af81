package outlive

// #include <stdlib.h>
// #include <string.h>
import "C"

import (
	"errors"
	"unsafe"
)

// text returns memory together with what frees it.
func text(s string) (*C.char, func()) {
	p := C.CString(s)
	return p, func() { C.free(unsafe.Pointer(p)) }
}

func textErr(s string) (p *C.char, free func(), err error) {
	if s == "" {
		return nil, nil, errors.New("empty")
	}
	p = C.CString(s)
	free = func() { C.free(unsafe.Pointer(p)) }
	return p, free, nil
}

func freed(s string) int {
	p, free := text(s)
	defer free()
	return int(C.strlen(p))
}

func freedLater(s string) int {
	p, free := text(s)
	n := int(C.strlen(p))
	free()
	return n
}

func freedErr(s string) (int, error) {
	p, free, err := textErr(s)
	if err != nil {
		return 0, err
	}
	defer free()
	return int(C.strlen(p)), nil
}

func early(s string) int {
	p, free := text(s) // want `C memory of text is not freed when early returns at literal.go:53`
	n := int(C.strlen(p))
	if n == 0 {
		return 0
	}
	free()
	return n
}

func ignored(s string) int {
	p, _ := text(s) // want `C memory of text in ignored is never freed`
	return int(C.strlen(p))
}

func passed(s string) (func(), int) {
	p, free := text(s)
	return free, int(C.strlen(p))
}

func after(s string) int {
	p, free := text(s)
	free()
	return int(C.strlen(p)) // want `C memory of text is used here after it was freed`
}
