// Package bug: A producer leaked each message it sent: it asked the library to copy what it had already copied
// itself.
//
// Link: https://github.com/confluentinc/confluent-kafka-go/commit/34253cb689410ebbc060725fb901497e16e75795
// Kind: inline argument
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "errors"

// Produce sends a message.
func Produce(value []byte) error {
	if C.lib_produce(C.CBytes(value), C.size_t(len(value)), nil, 0) != 0 { // BUG: a copy of a copy
		return errors.New("queue full")
	}
	return nil
}

// Round is what the service does over and over.
func Round() { Produce(make([]byte, 512)) }
