// Package stale defers a free with the value that a variable has too early.
package stale

/*
#include <stdlib.h>
#include <string.h>

typedef struct knot knot;
int knot_open(int n, knot **out);
int knot_read(knot *n);
void knot_close(knot *n);
void knot_free(knot **n);
void fill(char **out);
void text_free(char *text);
void drop(void *p);
*/
import "C"

import "unsafe"

func typed() int {
	var n *C.knot
	defer C.knot_close(n) // want `this deferred free does nothing: it has the value of n here, nil, and not the one that C.knot_open sets at stale.go:24: if that memory is the caller's`
	C.knot_open(1, &n)
	return int(C.knot_read(n))
}

func text() string {
	var t *C.char
	defer C.text_free(t) // want `this deferred free does nothing: it has the value of t here, nil, and not the one that C.fill sets at stale.go:31`
	C.fill(&t)
	return C.GoString(t)
}

func untyped() string {
	var t *C.char
	defer C.drop(unsafe.Pointer(t)) // want `this deferred free does nothing: it has the value of t here, nil`
	C.fill(&t)
	return C.GoString(t)
}

func element() string {
	var t [2]*C.char
	defer C.text_free(t[1]) // want `this deferred free does nothing`
	C.fill(&t[1])
	return C.GoString(t[1])
}

type reader struct {
	n   *C.knot
	sub struct{ n *C.knot }
}

func (r reader) Close()   { C.knot_close(r.n) }     // want Close:`cgoalloc\[borrowed\]\[\]\[\]`
func (r *reader) Done()   { C.knot_close(r.n) }     // want Done:`cgoalloc\[borrowed\]\[\]\[\{0 \[0\] ended\}\]`
func (r reader) CloseIn() { C.knot_close(r.sub.n) } // want CloseIn:`cgoalloc\[borrowed\]\[\]\[\]`
func closeNode(n *C.knot) { C.knot_close(n) }

func field() int {
	var r reader
	defer C.knot_close(r.n) // want `this deferred free does nothing: it has the value of r.n here, nil, and not the one that C.knot_open sets at stale.go:62`
	C.knot_open(1, &r.n)
	return int(C.knot_read(r.n))
}

func method() int {
	r := reader{}
	defer r.Close() // want `this deferred free does nothing: it has the value of r.n here, nil`
	C.knot_open(1, &r.n)
	return int(C.knot_read(r.n))
}

func nested() int {
	var r reader
	defer r.CloseIn() // want `this deferred free does nothing: it has the value of r.sub.n here, nil`
	C.knot_open(1, &r.sub.n)
	return int(C.knot_read(r.sub.n))
}

func helper() int {
	var n *C.knot
	defer closeNode(n) // want `this deferred free does nothing: it has the value of n here, nil`
	C.knot_open(1, &n)
	return int(C.knot_read(n))
}

func argument() int {
	var n *C.knot
	defer func(n *C.knot) { C.knot_close(n) }(n) // want `this deferred free does nothing: it has the value of n here, nil`
	C.knot_open(1, &n)
	return int(C.knot_read(n))
}

func assigned() int {
	var t *C.char
	defer C.free(unsafe.Pointer(t)) // want `this deferred free does nothing: it has the value of t here, nil, and not the one that is set at stale.go:97: that memory is never freed`
	t = C.CString("x")
	return int(C.strlen(t))
}

// emptied is set to nil before the deferred call looks.
func (r *reader) emptied() {
	if r.n != nil {
		defer C.knot_free(&r.n) // want `this deferred knot_free does nothing: r.n is set to nil at stale.go:105 before it runs`
		r.n = nil
	}
}

// The pointer sees what is set.
func pointer() int {
	var r reader
	defer r.Done()
	C.knot_open(1, &r.n)
	return int(C.knot_read(r.n))
}

func address() int {
	var n *C.knot
	defer C.knot_free(&n)
	C.knot_open(1, &n)
	return int(C.knot_read(n))
}

func literal() int {
	var n *C.knot
	defer func() { C.knot_close(n) }()
	C.knot_open(1, &n)
	return int(C.knot_read(n))
}

func after() int {
	var n *C.knot
	if C.knot_open(1, &n) != 0 {
		return 0
	}
	defer C.knot_close(n)
	return int(C.knot_read(n))
}

func (r *reader) taken() {
	if n := r.n; n != nil {
		r.n = nil
		C.knot_free(&n)
	}
}

func (r *reader) cleared() {
	if r.n != nil {
		C.knot_free(&r.n)
		r.n = nil
	}
}

// Nothing is set after all.
func unset(n *C.knot) int {
	var old *C.knot
	defer C.knot_close(old)
	return int(C.knot_read(n))
}
