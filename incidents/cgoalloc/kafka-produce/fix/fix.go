// Package fix is the fix of https://github.com/confluentinc/confluent-kafka-go/commit/34253cb689410ebbc060725fb901497e16e75795.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import (
	"errors"
	"unsafe"
)

// Produce sends a message.
func Produce(value []byte) error {
	var payload unsafe.Pointer
	if len(value) > 0 {
		payload = unsafe.Pointer(&value[0])
	}
	if C.lib_produce(payload, C.size_t(len(value)), nil, 0) != 0 {
		return errors.New("queue full")
	}
	return nil
}

// Round is what the service does over and over.
func Round() { Produce(make([]byte, 512)) }
