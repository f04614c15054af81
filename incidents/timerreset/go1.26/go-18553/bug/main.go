// A session that had stopped its timer early hung when it stopped it again on return.
//
// Stop returns false for a timer that has expired and for one that was stopped
// before. Only the first has a value to drain.
//
// Link: https://github.com/golang/go/issues/18553
// Idiom: drain after a second Stop
// Outcome: blocks
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
	defer func() {
		if !t.Stop() {
			<-t.C // BUG: stopped before
		}
	}()

	select {
	case <-s.hello:
	case <-t.C:
		return errors.New("no greeting")
	}
	if !t.Stop() { // the peer is there: no limit for the rest
		<-t.C
	}
	return s.login()
}

func (s *session) login() error { return nil }

func main() {
	s := &session{hello: make(chan string, 1)}
	s.hello <- "220 ready"
	watch.Returns(time.Second, func() { s.handshake(time.Minute) })
}
