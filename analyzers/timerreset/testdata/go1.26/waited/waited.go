// Package waited has goroutines that wait for a timer, and those who stop it once they are
// done.
package waited

import (
	"sync"
	"time"
)

func expire(t *time.Timer, done chan<- struct{}) {
	<-t.C
	close(done)
}

// Channel waits for a channel that the goroutine closes.
func Channel() {
	done := make(chan struct{})
	t := time.NewTimer(time.Minute)
	go expire(t, done)
	<-done
	t.Stop()
}

// Group waits for a WaitGroup.
func Group(f func()) {
	t := time.NewTimer(time.Minute)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		<-t.C
		f()
	}()
	wg.Wait()
	t.Stop()
}

// Case waits in one case of a select.
func Case(ticks <-chan int, f func(int)) {
	t := time.NewTimer(time.Minute)
	out := make(chan int)
	go func() {
		<-t.C
		out <- 1
	}()
	for {
		select {
		case v := <-out:
			t.Stop()
			f(v)
			return
		case v := <-ticks:
			f(v)
		}
	}
}

type job struct {
	t    *time.Timer
	done chan error
}

func (j *job) run() {
	<-j.t.C
	j.done <- nil
}

// Method waits for a field of what the goroutine has.
func Method() error {
	j := &job{time.NewTimer(time.Second), make(chan error)}
	go j.run()
	err := <-j.done
	j.t.Stop()
	return err
}

// Other waits for somebody else.
func Other(quit chan struct{}, f func()) {
	t := time.NewTimer(time.Minute)
	go func() {
		<-t.C // want `this receive blocks for ever once Stop at waited.go:\d+ keeps the timer from firing`
		f()
	}()
	<-quit
	t.Stop()
}

// Either waits for one or the other.
func Either(quit chan struct{}, f func()) {
	t := time.NewTimer(time.Minute)
	done := make(chan struct{})
	go func() {
		<-t.C // want `this receive blocks for ever once Stop at waited.go:\d+ keeps the timer from firing`
		f()
		close(done)
	}()
	select {
	case <-done:
	case <-quit:
		t.Stop()
	}
}
