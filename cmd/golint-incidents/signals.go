package main

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
)

// notify returns a context that ends when somebody wants the command to end, and
// a function that returns by which signal, 0 if there was none. A second signal
// does not wait for what was started.
//
// To write to a pipe that nobody reads is an error like any other.
func notify(parent context.Context) (context.Context, func() syscall.Signal) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	signal.Ignore(syscall.SIGPIPE)
	var got atomic.Int32
	go func() {
		for sig := range signals {
			n := int32(sig.(syscall.Signal))
			if !got.CompareAndSwap(0, n) {
				os.Exit(128 + int(n))
			}
			cancel()
		}
	}()
	return ctx, func() syscall.Signal { return syscall.Signal(got.Load()) }
}
