// Package text gets texts from C that are declared without const.
package text

/*
#include <stdlib.h>
typedef struct vm vm;
char *vm_eval(vm *v, const char *code);
char *vm_realloc(vm *v, char *buf, size_t n);
char *trim(char *s);
char *fill(char *to, const char *from);
char *escape(const char *s);
*/
import "C"
import "unsafe"

// The result is the argument, or nothing.
func eval(v *C.vm, code *C.char) string {
	out := C.vm_eval(v, code)
	s := C.GoString(out)
	C.vm_realloc(v, out, 0)
	return s
}

func trimmed(s string) string {
	c := C.CString(s)
	defer C.free(unsafe.Pointer(c))
	return C.GoString(C.trim(c))
}

func filled(b []byte, from *C.char) string {
	return C.GoString(C.fill((*C.char)(unsafe.Pointer(&b[0])), from))
}

// Nothing else is given that it could be.
func escaped(c *C.char) string {
	return C.GoString(C.escape(c)) // want "C memory of escape in escaped is never freed"
}
