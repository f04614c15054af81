package proven

import (
	"context"
	"sync"
	"time"
)

// Maps that are returned while a goroutine goes on to fill them.

func timeout(hosts []string) map[string]error {
	out := make(map[string]error)
	done := make(chan bool)
	go func() {
		for _, h := range hosts {
			out[h] = nil // want `map out is written here without a lock by a goroutine started at result.go:\d+, and returned in timeout \(result.go:\d+\): fatal error: concurrent map read and map write`
		}
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
	return out
}

func partial(ctx context.Context, hosts []string) (map[string]error, error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	out := make(map[string]error)
	done := make(chan bool)
	for _, h := range hosts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			out[h] = nil
			mu.Unlock()
		}()
	}
	go func() { wg.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
	return out, nil // want `map out is returned here without mu, and written in a function literal in partial \(result.go:\d+\) by a goroutine started at result.go:\d+: fatal error: concurrent map read and map write`
}

// Those that wait, if another goroutine does so for them.
func relay(ctx context.Context, hosts []string) (map[string]error, error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	out := make(map[string]error)
	done := make(chan bool)
	for _, h := range hosts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			out[h] = nil
			mu.Unlock()
		}()
	}
	go func() { wg.Wait(); close(done) }()
	select {
	case <-done:
		out["all"] = nil
		return out, nil
	case <-ctx.Done():
		return out, ctx.Err()
	}
}

var _, _, _ = timeout, partial, relay
