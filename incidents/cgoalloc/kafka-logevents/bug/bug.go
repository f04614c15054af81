// Package bug: A consumer's log poller skipped events of other types, and so leaked them.
//
// Link: https://github.com/confluentinc/confluent-kafka-go/commit/bb52ff2eff427f57ecbfbf807859333c7c04feff
// Kind: continue before the free
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

func logs(events chan *C.rd_kafka_event_t) (n int) {
	for ev := range events { // BUG: destroyed at the end of the round only
		if C.rd_kafka_event_type(ev) != 4 {
			continue
		}
		n++
		C.rd_kafka_event_destroy(ev)
	}
	return n
}

// Round is what the service does over and over.
func Round() {
	events := make(chan *C.rd_kafka_event_t, 2)
	events <- C.lib_event(4)
	events <- C.lib_event(8)
	close(events)
	logs(events)
}
