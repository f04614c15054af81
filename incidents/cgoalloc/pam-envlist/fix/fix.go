// Package fix is the fix of https://github.com/msteinert/pam/commit/a0cde3fe01c403f3651e9ee3fec9d62e2a7d806b.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "unsafe"

// Environment returns the session's variables.
func Environment() []string {
	var env []string
	list := C.pam_getenvlist(nil)
	if list == nil {
		return nil
	}
	defer C.free(unsafe.Pointer(list))
	for i := 0; ; i++ {
		entry := C.lib_entry(list, C.int(i))
		if entry == nil {
			break
		}
		env = append(env, C.GoString(entry))
		C.lib_drop(entry)
	}
	return env
}

// Round is what the service does over and over.
func Round() { Environment() }
