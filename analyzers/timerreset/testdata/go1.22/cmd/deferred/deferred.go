// Package deferred stops timers when the function returns.
package main

import (
	"context"
	"time"
)

// row 19: a deferred Stop after the value was received.
func stop(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ch:
	}
}

// row 19: with its result ignored in a literal.
func stopLiteral(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	defer func() { _ = t.Stop() }()
	select {
	case <-t.C:
	case <-ch:
	}
}

// row 19b: a deferred drain, and a path that received.
func drain(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer func() {
		if !t.Stop() {
			<-t.C // want "blocks for ever: the value was already received"
		}
	}()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// row 19b: the deferred drain is a function of its own.
func drainHelper(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer stopAndDrain(t) // want "in stopAndDrain, .*blocks for ever: the value was already received"
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

func stopAndDrain(t *time.Timer) {
	if !t.Stop() {
		<-t.C
	}
}

// row 19b: the last round received.
func drainLoop(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer func() {
		if !t.Stop() {
			<-t.C // want "blocks for ever: the value was already received"
		}
	}()
	for {
		select {
		case <-t.C:
			if err := work(); err != nil {
				return err
			}
			t.Reset(d)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// row 19b, the right way: no path received.
func drainUnreceived(ch chan int, d time.Duration) {
	t := time.NewTimer(d)
	defer func() {
		if !t.Stop() {
			<-t.C
		}
	}()
	<-ch
}

// row 19b, the right way: the drain does not block.
func drainNonBlocking(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer func() {
		if !t.Stop() {
			select {
			case <-t.C:
			default:
			}
		}
	}()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// row 19b, the right way: a flag tells which path received.
func drainFlag(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	received := false
	defer func() {
		if !t.Stop() && !received {
			<-t.C
		}
	}()
	select {
	case <-t.C:
		received = true
	case <-ctx.Done():
	}
}

func work() error { return context.Canceled }

func main() {}
