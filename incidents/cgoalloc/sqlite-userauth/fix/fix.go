// Package fix is the fix of https://github.com/mattn/go-sqlite3/commit/2d9b52a48268af5ae75da998c2cf4a4bfd195e83.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import (
	"errors"
	"unsafe"
)

// Authenticate checks a password.
func Authenticate(user, password string) error {
	cuser := C.CString(user)
	defer C.free(unsafe.Pointer(cuser))
	cpassword := C.CString(password)
	defer C.free(unsafe.Pointer(cpassword))
	if C.lib_user_authenticate(cuser, cpassword, C.int(len(password))) != 0 {
		return errors.New("unauthorized")
	}
	return nil
}

// Round is what the service does over and over.
func Round() { Authenticate("admin", "a long enough password") }
