// Package alloc allocates and returns.
package alloc

/*
#include <stdlib.h>
#include <string.h>

static int use(const char *s) { return (int)strlen(s); }
*/
import "C"

import "unsafe"

// Name returns memory that the caller must free.
func Name(s string) unsafe.Pointer { return unsafe.Pointer(C.CString(s)) } // want Name:`cgoalloc\[borrowed\]\[CString\]`

// Free frees what Name returned.
func Free(p unsafe.Pointer) { C.free(p) } // want Free:`cgoalloc\[freed\]\[\]`

// Len reads what Name returned.
func Len(p unsafe.Pointer) int { return int(C.use((*C.char)(p))) } // want Len:`cgoalloc\[borrowed\]\[\]`
