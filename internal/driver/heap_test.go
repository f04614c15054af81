package driver

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// What the user has set stays; else collections are as always after the first.
func TestGrowHeap(t *testing.T) {
	settings := func() (percent int, limit int64) {
		percent = debug.SetGCPercent(100)
		debug.SetGCPercent(percent)
		return percent, debug.SetMemoryLimit(-1)
	}
	percent, limit := settings()
	defer func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) }()

	debug.SetGCPercent(50)
	debug.SetMemoryLimit(math.MaxInt64)
	growHeap()
	if p, l := settings(); p != 50 || l != math.MaxInt64 {
		t.Errorf("GOGC %d, limit %d: the user's are lost", p, l)
	}

	debug.SetGCPercent(100)
	growHeap()
	if p, l := settings(); p != -1 || l != startHeap {
		t.Errorf("GOGC %d, limit %d before the first collection", p, l)
	}
	for p, l := settings(); p != 100 || l != math.MaxInt64; p, l = settings() {
		runtime.GC()
		time.Sleep(time.Millisecond) // the finalizer has a goroutine of its own; the test's time limit ends this
	}
}
