// Package conditions tests one thing twice, in other words.
package conditions

// #include <stdlib.h>
// #include <string.h>
import "C"

import "unsafe"

type state struct {
	n   int
	own bool
}

func onError(err error) {
	var p unsafe.Pointer
	if err == nil {
		p = C.malloc(8)
	}
	C.memset(p, 0, 8)
	if err == nil {
		C.free(p)
	}
}

func positive(n int) {
	var p unsafe.Pointer
	if n > 0 {
		p = C.malloc(8)
	}
	C.memset(p, 0, 8)
	if n > 0 {
		C.free(p)
	}
}

func notZero(n int) {
	if n == 0 {
		return
	}
	p := C.malloc(8)
	C.memset(p, 0, 8)
	if n != 0 {
		C.free(p)
	}
}

func length(key []byte) {
	var p unsafe.Pointer
	if len(key) > 0 {
		p = C.CBytes(key)
	}
	C.memset(p, 0, 8)
	if len(key) > 0 {
		C.free(p)
	}
}

func empty(q []byte) {
	if len(q) == 0 {
		return
	}
	p := C.malloc(8)
	C.memset(p, 0, 8)
	if len(q) > 0 {
		C.free(p)
	}
}

func mode(mode string) {
	p := C.malloc(8)
	if mode == "keep" {
		C.free(p)
	}
	C.strlen(nil)
	if mode != "keep" {
		C.free(p)
	}
}

func field(s *state) {
	var p unsafe.Pointer
	if s.n > 0 {
		p = C.malloc(8)
	}
	C.memset(p, 0, 8)
	if s.n > 0 {
		C.free(p)
	}
}

func unsigned(n uint) {
	var p unsafe.Pointer
	if n > 0 {
		p = C.malloc(8)
	}
	C.memset(p, 0, 8)
	if n == 0 {
		return
	}
	C.free(p)
}

func work() error { return nil }

// deferred tests the error that the function has tested before.
func deferred() (err error) {
	p := C.malloc(8)
	defer func() {
		if err != nil {
			C.free(p)
		}
	}()
	if err = work(); err != nil {
		return err
	}
	C.free(p)
	return nil
}

func deferredFlag() error {
	p := C.malloc(8)
	done := false
	defer func() {
		if !done {
			C.free(p)
		}
	}()
	if err := work(); err != nil {
		return err
	}
	C.free(p)
	done = true
	return nil
}

func deferredOwner(own bool) {
	p := C.malloc(8)
	if own {
		defer C.free(p)
	}
	C.memset(p, 0, 8)
	if !own {
		C.free(p)
	}
}

func overlapping(n int) {
	var p unsafe.Pointer
	if n > 0 {
		p = C.malloc(8) // want `C memory of malloc is not freed when overlapping returns`
	}
	C.memset(p, 0, 8)
	if n > 5 {
		C.free(p)
	}
}

func changed(s *state) {
	var p unsafe.Pointer
	if s.own {
		p = C.malloc(8) // want `C memory of malloc in changed is never freed`
	}
	s.own = false
	if s.own {
		C.free(p)
	}
}

// deferredWrong frees if there is no error, and not if there is one.
func deferredWrong() (err error) {
	p := C.malloc(8) // want `C memory of malloc is not freed when deferredWrong returns`
	defer func() {
		if err == nil {
			C.free(p)
		}
	}()
	if err = work(); err != nil {
		return err
	}
	return nil
}
