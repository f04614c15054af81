// Package bug: An admin client leaked the strings of each access rule it made: they were made only if there was
// something in them, and freed never.
//
// Link: https://github.com/confluentinc/confluent-kafka-go/commit/9159e248dcb90121325d7ebb326e4900be78afce
// Kind: allocated on a condition, never freed
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

// A Binding is an access rule.
type Binding struct{ Name, Principal string }

func toC(b Binding) *C.rd_kafka_AclBinding_t {
	var cname, cprincipal *C.char
	if len(b.Name) > 0 {
		cname = C.CString(b.Name) // BUG: the constructor copies it
	}
	if len(b.Principal) > 0 {
		cprincipal = C.CString(b.Principal) // BUG: this too
	}
	return C.rd_kafka_AclBinding_new(cname, cprincipal)
}

// Round is what the service does over and over.
func Round() { C.rd_kafka_AclBinding_destroy(toC(Binding{"topic", "User:somebody"})) }
