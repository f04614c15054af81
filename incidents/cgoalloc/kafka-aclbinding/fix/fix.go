// Package fix is the fix of https://github.com/confluentinc/confluent-kafka-go/commit/9159e248dcb90121325d7ebb326e4900be78afce.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "unsafe"

// A Binding is an access rule.
type Binding struct{ Name, Principal string }

func toC(b Binding) *C.rd_kafka_AclBinding_t {
	var cname, cprincipal *C.char
	if len(b.Name) > 0 {
		cname = C.CString(b.Name)
		defer C.free(unsafe.Pointer(cname))
	}
	if len(b.Principal) > 0 {
		cprincipal = C.CString(b.Principal)
		defer C.free(unsafe.Pointer(cprincipal))
	}
	return C.rd_kafka_AclBinding_new(cname, cprincipal)
}

// Round is what the service does over and over.
func Round() { C.rd_kafka_AclBinding_destroy(toC(Binding{"topic", "User:somebody"})) }
