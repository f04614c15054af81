package driver

import (
	"math"
	"runtime"
	"runtime/debug"
)

// startHeap is how large the heap of a unit grows before the first collection, in bytes.
// Most units end before. -cpuprofile shows what collecting costs otherwise: a sixth of the
// time of the units of golang.org/x/tools. The Go compiler does likewise
// (cmd/compile/internal/base.AdjustStartingHeap).
const startHeap = 96 << 20

// growHeap puts the first collection off until the heap is large.
func growHeap() {
	percent := debug.SetGCPercent(-1)
	limit := debug.SetMemoryLimit(startHeap)
	if limit != math.MaxInt64 || percent != 100 {
		debug.SetMemoryLimit(limit) // the user has chosen: GOGC, GOMEMLIMIT
		debug.SetGCPercent(percent)
		return
	}
	type sentinel struct{ _ [16]byte }
	runtime.SetFinalizer(new(sentinel), func(*sentinel) { // after the first collection
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	})
}
