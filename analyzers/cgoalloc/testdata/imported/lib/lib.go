// Package lib has helpers of C strings.
package lib

/*
#include <stdlib.h>
typedef struct ctx ctx;
ctx *ctx_new(void);
void ctx_free(ctx *c);
*/
import "C"
import "unsafe"

func CString(s string) unsafe.Pointer { return unsafe.Pointer(C.CString(s)) } // want CString:`cgoalloc\[borrowed\]\[CString\]\[\]`
func Free(p unsafe.Pointer)           { C.free(p) }                           // want Free:`cgoalloc\[freed\]\[\]\[\]`

type Handle struct{ c *C.ctx }

func Open() *Handle        { return &Handle{C.ctx_new()} } // want Open:`cgoalloc\[\]\[\[0\]=ctx_new\]\[\]`
func (h *Handle) Close()   { C.ctx_free(h.c) }             // want Close:`cgoalloc\[borrowed\]\[\]\[\{0 \[0\] freed\}\]`
func (h *Handle) Run() int { return 1 }                    // want Run:`cgoalloc\[borrowed\]\[\]\[\]`

func With(s string, f func(unsafe.Pointer)) {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p))
	f(unsafe.Pointer(p))
}
