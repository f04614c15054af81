package fix

// #include <stdlib.h>
// #include <string.h>
// static void set(char **s) { *s = strdup("x"); }
// static int len(const char *s) { return (int)strlen(s); }
import "C"

import (
	"fmt"
	"unsafe"
)

func early() {
	var p *C.char
	defer C.free(unsafe.Pointer(p)) // want `this deferred free does nothing: it has the value of p here, nil`
	C.set(&p)
}

func one(s string) {
	fmt.Println(C.len(C.CString(s))) // want `only an argument`
}
