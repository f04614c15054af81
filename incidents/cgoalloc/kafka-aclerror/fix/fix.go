// Package fix is the fix of https://github.com/confluentinc/confluent-kafka-go/commit/e45382ecc0a51ff6e16d6f6837cbba54b0e7eb9f.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

func text(r *C.rd_kafka_acl_result_t) string {
	cerr := C.rd_kafka_acl_result_error(r)
	return C.GoString(C.rd_kafka_error_string(cerr))
}

// Round is what the service does over and over.
func Round() {
	r := C.lib_result()
	text(r)
	C.lib_result_done(r)
}
