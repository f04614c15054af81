// Package bug: Every login of a user leaked the name and, worse, the password.
//
// Link: https://github.com/mattn/go-sqlite3/commit/2d9b52a48268af5ae75da998c2cf4a4bfd195e83
// Kind: two inline arguments
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "errors"

// Authenticate checks a password.
func Authenticate(user, password string) error {
	if C.lib_user_authenticate(C.CString(user), C.CString(password), C.int(len(password))) != 0 { // BUG: two strings
		return errors.New("unauthorized")
	}
	return nil
}

// Round is what the service does over and over.
func Round() { Authenticate("admin", "a long enough password") }
