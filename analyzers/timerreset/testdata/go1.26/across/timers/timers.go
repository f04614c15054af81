// Package timers has functions for timers, for other packages.
package timers

import (
	"math/rand"
	"time"
)

func StopAndDrain(t *time.Timer) { // want StopAndDrain:"timer helper of parameter 0"
	if !t.Stop() {
		<-t.C
	}
}

func Restart(d time.Duration, t *time.Timer) { // want Restart:"timer helper of parameter 1"
	StopAndDrain(t)
	t.Reset(d)
}

func Drain(t *time.Timer) { // want Drain:"timer helper of parameter 0"
	if !t.Stop() {
		select {
		case <-t.C:
		default:
		}
	}
}

func Stop(t *time.Timer) bool { // want Stop:"timer helper of parameter 0"
	return t.Stop()
}

type Stopper struct{ Count int }

func (s *Stopper) Stop(t *time.Timer) { // want Stop:"timer helper of parameter 1"
	s.Count++
	StopAndDrain(t)
}

// Jitter may be 0.
func Jitter(max int) time.Duration { // want Jitter:"random from 0"
	return time.Duration(rand.Intn(max)) * time.Millisecond
}

// AtLeast is never 0.
func AtLeast(max int) time.Duration {
	return time.Second + time.Duration(rand.Intn(max))*time.Millisecond
}

// Never blocks, whatever the timer did before.
func Never(t *time.Timer) { // want Never:"timer helper of parameter 0"
	t.Stop()
	<-t.C // want "blocks for ever: Stop at"
}

// Off is what turns a loop off.
func Off() time.Duration { return 0 } // want Off:"not positive"

func Often() time.Duration { return time.Second }

// Await never returns for a timer that calls a function.
func Await(t *time.Timer) { // want Await:"timer helper of parameter 0"
	<-t.C
}
