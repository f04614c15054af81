// Package fix is the fix of https://github.com/mattn/go-sqlite3/commit/8d6932988137c8e32e89e1ecb2382654d417adb8.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
//
// static void my_result_text(sqlite3_context *ctx, char *s, int n) {
//   sqlite3_result_text(ctx, s, n, &free);
// }
import "C"

func result(ctx *C.sqlite3_context, text string) {
	cs := C.CString(text) // C frees it
	C.my_result_text(ctx, cs, C.int(len(text)))
}

// Round is what the service does over and over.
func Round() {
	ctx := C.lib_context()
	result(ctx, "one row of text")
	C.lib_finish(ctx)
}
