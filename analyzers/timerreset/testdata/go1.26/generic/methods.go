package generic

import "time"

// A batch is generic, and its methods share a timer.
type batch[T any] struct {
	timer *time.Timer
	in    chan T
	items []T
	do    func([]T)
}

func (b *batch[T]) flush(d time.Duration) {
	b.do(b.items)
	b.items = nil
	if !b.timer.Stop() {
		<-b.timer.C
	}
	b.timer.Reset(d)
}

func (b *batch[T]) loop(d time.Duration) {
	for {
		select {
		case v := <-b.in:
			if b.items = append(b.items, v); len(b.items) > 9 {
				b.flush(d)
			}
		case <-b.timer.C:
			b.flush(d) // want "in flush, <-b.timer.C blocks for ever: the value was already received"
		}
	}
}

func drained[T any](t *time.Timer, v T) T {
	if !t.Stop() {
		<-t.C
	}
	return v
}

func waitFor[T any](in <-chan T, d time.Duration) (v T) {
	t := time.NewTimer(d)
	select {
	case v = <-in:
	case <-t.C:
	}
	return drained(t, v) // want "in drained, <-t.C blocks for ever: the value was already received"
}

// A lease has a goroutine, of a generic type.
type lease[K comparable] struct {
	key   K
	timer *time.Timer
}

func (l *lease[K]) start(expired func(K)) {
	go func() {
		<-l.timer.C // want "blocks for ever once Stop at methods.go:65 keeps the timer from firing"
		expired(l.key)
	}()
}

func (l *lease[K]) cancel() {
	l.timer.Stop()
}

// The right way: what was received is known.
type right[T any] struct {
	timer *time.Timer
	in    chan T
}

func (r *right[T]) restart(d time.Duration) {
	if !r.timer.Stop() {
		select {
		case <-r.timer.C:
		default:
		}
	}
	r.timer.Reset(d)
}

func (r *right[T]) loop(d time.Duration) {
	for {
		select {
		case <-r.in:
		case <-r.timer.C:
		}
		r.restart(d)
	}
}

var _ = []any{(*batch[int]).loop, waitFor[string], (*lease[string]).start, (*lease[string]).cancel, (*right[int]).loop}
