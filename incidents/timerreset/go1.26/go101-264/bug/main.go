// A drain with its condition the wrong way round blocks whenever Stop was in time.
//
// A reader of a book on Go took the "false" in "if Stop returns false, drain the
// channel" for a misprint. With "true" it looks like this.
//
// Link: https://github.com/go101/go101/issues/264
// Idiom: drain when Stop returns true
// Outcome: blocks
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
	select {
	case err := <-j.done:
		if t.Stop() {
			<-t.C // BUG: stopped in time, so that nothing comes
		}
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
