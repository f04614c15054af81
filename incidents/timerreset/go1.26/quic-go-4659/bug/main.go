// Goroutines got stuck in a timer's drain after the upgrade to Go 1.23.
//
// The first Stop used to leave the value of an expired timer in the channel,
// where the drain after the second Stop found it. Now the first Stop takes it
// away. (A bug of the runtime, golang/go#69312, had its part there; here there
// is none.)
//
// Link: https://github.com/quic-go/quic-go/pull/4659
// Idiom: drain after a Stop whose result was ignored
// Outcome: blocks
// Timers: since 1.23
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type stream struct {
	gap  time.Duration
	sent int
}

func (s *stream) write([]byte) {
	time.Sleep(3 * s.gap)
	s.sent++
}

// send writes a probe, which may take its time, and then the data, paced.
func (s *stream) send(probe, data []byte) {
	pacing := time.NewTimer(s.gap)
	s.write(probe)
	pacing.Stop()

	if !pacing.Stop() {
		<-pacing.C // BUG: stopped before
	}
	pacing.Reset(s.gap)
	<-pacing.C
	s.write(data)
}

func main() {
	s := &stream{gap: 10 * time.Millisecond}
	watch.Returns(time.Second, func() { s.send([]byte("probe"), []byte("data")) })
}
