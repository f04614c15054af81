// The fix: one Stop, and a drain that does not rely on what is in the channel.
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

	if !pacing.Stop() {
		select {
		case <-pacing.C:
		default:
		}
	}
	pacing.Reset(s.gap)
	<-pacing.C
	s.write(data)
}

func main() {
	s := &stream{gap: 10 * time.Millisecond}
	watch.Returns(time.Second, func() { s.send([]byte("probe"), []byte("data")) })
}
