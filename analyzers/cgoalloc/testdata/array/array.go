// Package array has arrays that are copied as values.
package array

/*
#include <stdlib.h>
int run(char **v);
int one(const char *s);
*/
import "C"
import "unsafe"

func Deferred(a, b string) int {
	v := [3]*C.char{C.CString(a), C.CString(b), nil}
	defer func() {
		for _, p := range v {
			if p != nil {
				C.free(unsafe.Pointer(p))
			}
		}
	}()
	return int(C.run(&v[0]))
}

func Ranged(a, b string) int {
	v := [2]*C.char{C.CString(a), C.CString(b)}
	n := 0
	for _, p := range v {
		n += int(C.one(p))
	}
	for _, p := range v {
		C.free(unsafe.Pointer(p))
	}
	return n
}

func Copied(a string) int {
	v := [2]*C.char{C.CString(a), nil}
	w := v
	n := int(C.run(&v[0]))
	C.free(unsafe.Pointer(w[0]))
	return n
}

func freeAll(v [2]*C.char) {
	for _, p := range v {
		C.free(unsafe.Pointer(p))
	}
}

func Passed(a, b string) int {
	v := [2]*C.char{C.CString(a), C.CString(b)}
	defer freeAll(v)
	return int(C.one(v[0]))
}

type args struct{ v [2]*C.char }

func Field(a, b string) int {
	var x args
	x.v[0], x.v[1] = C.CString(a), C.CString(b)
	y := x.v
	n := int(C.one(y[1]))
	C.free(unsafe.Pointer(y[0]))
	C.free(unsafe.Pointer(y[1]))
	return n
}

func Half(a, b string) int {
	v := [2]*C.char{C.CString(a), C.CString(b)} // want `C memory of CString in Half is never freed`
	w := v
	n := int(C.run(&w[0]))
	C.free(unsafe.Pointer(w[0]))
	return n
}

func Twice(a string) int {
	v := [2]*C.char{C.CString(a), nil}
	w := v
	n := int(C.run(&v[0]))
	C.free(unsafe.Pointer(w[0]))
	C.free(unsafe.Pointer(v[0])) // want `C memory of CString is freed twice`
	return n
}
