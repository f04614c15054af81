// Package watch runs the heart of an incident program and says in one line
// what became of it: "ok" with exit status 0, or the outcome with status 1.
// A panic or a fatal error of the runtime speaks for itself, with status 2.
package watch

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

// Returns expects f to return within d. Otherwise the outcome is "blocked",
// and the stacks on the standard error tell where.
func Returns(d time.Duration, f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
		ok()
	case <-time.After(d):
		stacks()
		fail("blocked")
	}
}

// Waits expects f to wait for at least d. If f is back in less than half of
// that, it has received the value of an earlier setting of its timer, and the
// outcome is "stale".
func Waits(d time.Duration, f func()) {
	start := time.Now()
	f()
	if since := time.Since(start); since < d/2 {
		fail(fmt.Sprintf("stale: waited %v of %v", since.Round(time.Millisecond), d))
	}
	ok()
}

// Heap expects that f leaves less than limit bytes on the heap. Otherwise the
// outcome is "leaks".
func Heap(limit int64, f func()) {
	before := heap()
	f()
	if grown := heap() - before; grown > limit {
		fail(fmt.Sprintf("leaks: %d KB", grown/1024))
	}
	ok()
}

// Goroutines expects that f leaves no goroutine behind. It gives them some
// time to end. Otherwise the outcome is "leaks".
func Goroutines(f func()) {
	before := runtime.NumGoroutine()
	f()
	left := 0
	for range 100 {
		if left = runtime.NumGoroutine() - before; left <= 0 {
			ok()
		}
		time.Sleep(10 * time.Millisecond)
	}
	stacks()
	fail(fmt.Sprintf("leaks: %d goroutines", left))
}

// heap returns the number of reachable bytes on the heap.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func stacks() {
	buf := make([]byte, 1<<20)
	os.Stderr.Write(buf[:runtime.Stack(buf, true)])
}

func ok() {
	fmt.Println("ok")
	os.Exit(0)
}

func fail(outcome string) {
	fmt.Println(outcome)
	os.Exit(1)
}
