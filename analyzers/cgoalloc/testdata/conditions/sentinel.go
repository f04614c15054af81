package conditions

/*
#include <stdlib.h>
int sentinel_check(const char *s);
*/
import "C"
import (
	"io"
	"os"
	"unsafe"
)

func sentinelDefer(s string) (p *C.char, err error) {
	p = C.CString(s) // want `C memory of CString in sentinelDefer is lost: the only pointer to it is overwritten`
	defer func() {
		if err != nil {
			C.free(unsafe.Pointer(p))
		}
	}()
	if C.sentinel_check(p) != 0 {
		return nil, io.EOF
	}
	return p, nil
}

func SentinelLocal(s string) error {
	var err error
	p := C.CString(s)
	if C.sentinel_check(p) != 0 {
		err = os.ErrInvalid
		C.free(unsafe.Pointer(p))
	}
	if err != nil {
		return err
	}
	C.free(unsafe.Pointer(p))
	return nil
}

func sentinelHelper(p *C.char) error {
	if C.sentinel_check(p) == 0 {
		return nil
	}
	return io.ErrUnexpectedEOF
}

func SentinelHelper(s string) error {
	p := C.CString(s)
	err := sentinelHelper(p)
	if err != nil {
		C.free(unsafe.Pointer(p))
		return err
	}
	C.free(unsafe.Pointer(p))
	return nil
}

func SentinelLeak(s string) error {
	var err error
	p := C.CString(s) // want `C memory of CString is not freed when SentinelLeak returns`
	if C.sentinel_check(p) != 0 {
		err = os.ErrInvalid
	}
	if err != nil {
		return err
	}
	C.free(unsafe.Pointer(p))
	return nil
}
