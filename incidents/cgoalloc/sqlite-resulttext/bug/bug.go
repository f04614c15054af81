// Package bug: A fix for a leak that was none made every query with a text result free the text twice: the
// library had been given free as its destructor.
//
// Link: https://github.com/mattn/go-sqlite3/commit/8d6932988137c8e32e89e1ecb2382654d417adb8
// Kind: freed here and by a destructor
// Outcome: aborts
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
//
// static void my_result_text(sqlite3_context *ctx, char *s, int n) {
//   sqlite3_result_text(ctx, s, n, &free);
// }
import "C"

import "unsafe"

func result(ctx *C.sqlite3_context, text string) {
	cs := C.CString(text)
	defer C.free(unsafe.Pointer(cs)) // BUG: C frees it too
	C.my_result_text(ctx, cs, C.int(len(text)))
}

// Round is what the service does over and over.
func Round() {
	ctx := C.lib_context()
	result(ctx, "one row of text")
	C.lib_finish(ctx)
}
