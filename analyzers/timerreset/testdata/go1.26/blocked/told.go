package blocked

import "time"

// Who stops the timer has waited for the goroutine.
type term struct {
	timer *time.Timer
	done  chan struct{}
}

func (t *term) start(over func()) {
	go func() {
		defer close(t.done)
		<-t.timer.C
		over()
	}()
}

func (t *term) wait() {
	<-t.done
	t.timer.Stop()
}

// The goroutine sends.
type vote struct {
	timer  *time.Timer
	result chan bool
}

func (v *vote) start() { go v.run() }

func (v *vote) run() {
	<-v.timer.C
	v.result <- true
}

func (v *vote) outcome() bool {
	r := <-v.result
	v.timer.Stop()
	return r
}

// Some other channel says nothing.
type round struct {
	timer       *time.Timer
	done, begun chan struct{}
}

func (r *round) start() {
	go func() {
		<-r.timer.C // want "blocks for ever once Stop at told.go:58 keeps the timer from firing"
		close(r.done)
	}()
}

func (r *round) abort() {
	<-r.begun
	r.timer.Stop()
}
