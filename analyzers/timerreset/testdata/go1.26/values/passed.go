package values

import (
	"sync"
	"time"
)

var mu sync.Mutex

func locked(f func()) {
	mu.Lock()
	defer mu.Unlock()
	f()
}

func checked(f func() error) error {
	if err := f(); err != nil {
		return err
	}
	return nil
}

func nested(f func() error) error { return checked(f) }

var kept []func()

func keep(f func()) { kept = append(kept, f) }

func background(f func()) { go f() }

// The function that is given the literal calls it.
func inLock(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	locked(func() { // want "in inLock, .*blocks for ever: the value was already received"
		if !t.Stop() {
			<-t.C
		}
	})
}

// Two functions down.
func twoDown(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	_ = nested(func() error { // want "blocks for ever: the value was already received"
		<-t.C
		return nil
	})
}

// What the literal has done is known afterwards.
func afterwards(d time.Duration) {
	t := time.NewTimer(d)
	locked(func() { <-t.C })
	<-t.C // want "blocks for ever: the value was already received"
}

func armed(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	locked(func() { t.Reset(d) })
	<-t.C
}

// A literal that is kept, or runs on a goroutine, may arm the timer.
func keptLiteral(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	keep(func() { t.Reset(d) })
	<-t.C
}

func other(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	background(func() { t.Reset(d) })
	<-t.C
}

// A library calls it when it likes.
func library(d time.Duration) {
	var once sync.Once
	t := time.NewTimer(d)
	<-t.C
	once.Do(func() { t.Reset(d) })
	<-t.C
}
