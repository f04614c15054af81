// The fix: a timer that is not used again needs no drain at all.
package main

import (
	"errors"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type job struct {
	done chan error
}

func (j *job) wait(limit time.Duration) error {
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case err := <-j.done:
		return err
	case <-t.C:
		return errors.New("timeout")
	}
}

func main() {
	j := &job{done: make(chan error, 1)}
	j.done <- nil
	watch.Returns(time.Second, func() { j.wait(time.Minute) })
}
