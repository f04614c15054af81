// Package bug: A client that asks its brokers for their topics every minute grew by the whole answer each time.
//
// Link: https://github.com/confluentinc/confluent-kafka-go/commit/562c0965fa484b0facd0644ce362f41c1e36a827
// Kind: a library's memory through an out-parameter
// Outcome: leaks
package bug

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
//
// static int my_metadata(void *rk, int all, void *only, struct rd_kafka_metadata **md) {
//   return rd_kafka_metadata(rk, all, only, (const struct rd_kafka_metadata **)md);
// }
import "C"

import "errors"

// Topics returns the number of topics.
func Topics() (int, error) {
	var md *C.struct_rd_kafka_metadata
	if C.my_metadata(nil, 3, nil, &md) != 0 { // BUG: the caller destroys it
		return 0, errors.New("no broker")
	}
	return int(md.topic_cnt), nil
}

// Round is what the service does over and over.
func Round() { Topics() }
