package closure

import "time"

// Stop as a value, in a deferred literal.
func deferredValue(d time.Duration, wake <-chan struct{}) bool {
	t := time.NewTimer(d)
	stop := t.Stop
	defer func() {
		if !stop() {
			<-t.C // want "blocks for ever: the value was already received"
		}
	}()
	select {
	case <-t.C:
		return true
	case <-wake:
		return false
	}
}

func drainWith(stop func() bool, c <-chan time.Time) {
	if !stop() {
		<-c
	}
}

// Stop as an argument.
func passedValue(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	drainWith(t.Stop, t.C) // want "in drainWith, <-c blocks for ever: the value was already received"
}

type stopper struct{ stop func() bool }

// Stop in a field.
func fieldValue(d time.Duration) {
	t := time.NewTimer(d)
	s := stopper{t.Stop}
	<-t.C
	if !s.stop() {
		<-t.C // want "blocks for ever: the value was already received"
	}
}

// Reset as a value arms it again.
func resetValue(d time.Duration) {
	t := time.NewTimer(d)
	again := t.Reset
	<-t.C
	again(d)
	if !t.Stop() {
		<-t.C
	}
}

var keptReset func(time.Duration) bool

// Somebody else can arm it.
func keptValue(d time.Duration, f func()) {
	t := time.NewTimer(d)
	keptReset = t.Reset
	<-t.C
	f()
	<-t.C
}

// Another goroutine can, too.
func startedValue(d time.Duration) {
	t := time.NewTimer(d)
	again := t.Reset
	go func() { again(d) }()
	<-t.C
	<-t.C
}
