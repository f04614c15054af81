// The fix: the timer is not used again, so that Stop alone is enough.
package main

import (
	"errors"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type session struct {
	hello chan string
}

func (s *session) handshake(limit time.Duration) error {
	t := time.NewTimer(limit)
	defer t.Stop()

	select {
	case <-s.hello:
	case <-t.C:
		return errors.New("no greeting")
	}
	t.Stop() // the peer is there: no limit for the rest
	return s.login()
}

func (s *session) login() error { return nil }

func main() {
	s := &session{hello: make(chan string, 1)}
	s.hello <- "220 ready"
	watch.Returns(time.Second, func() { s.handshake(time.Minute) })
}
