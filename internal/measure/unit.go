// Package measure tells what the analyzers cost: time, allocations, functions, facts and
// what engines count, by analyzer and package, and profiles of the processes that go vet
// starts as its tool.
//
// Nothing is measured unless a flag asks for it.
package measure

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"go/types"

	"golang.org/x/tools/go/analysis"
)

// Folder is where each unit writes what it measured; "" measures nothing. It is set by
// the tool's flag.
var Folder string

// A Cost is what one analyzer cost on one package.
type Cost struct {
	Package  string
	Analyzer string
	// Time is how long it ran, in nanoseconds, while no other analyzer of the unit did.
	Time time.Duration
	// Bytes and Objects were allocated meanwhile.
	Bytes, Objects uint64
	// Facts is how many facts it exported, FactBytes their size as gob has them.
	Facts, FactBytes int
	// Counts are what engines counted by [Count], by name.
	Counts map[string]int
}

var (
	running sync.Mutex // one analyzer at a time, so that costs are its own
	counts  sync.Map   // from name to *atomic.Int64
)

// Count adds to what an engine counts under a name: its rounds, the budgets it ran into.
func Count(name string, n int) {
	if Folder == "" {
		return
	}
	c, _ := counts.LoadOrStore(name, new(atomic.Int64))
	c.(*atomic.Int64).Add(int64(n))
}

// Around calls the function that runs an analyzer, and notes its cost. Analyzers of a unit
// run one after another then.
func Around(pass *analysis.Pass, run func()) {
	if Folder == "" {
		run()
		return
	}
	running.Lock()
	defer running.Unlock()
	c := &Cost{Package: pass.Pkg.Path(), Analyzer: pass.Analyzer.Name, Counts: make(map[string]int)}
	counts.Clear()
	c.weigh(pass)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	defer func() { // a panic passes by
		c.Time = time.Since(start)
		runtime.ReadMemStats(&after)
		c.Bytes, c.Objects = after.TotalAlloc-before.TotalAlloc, after.Mallocs-before.Mallocs
		counts.Range(func(name, n any) bool {
			c.Counts[name.(string)] = int(n.(*atomic.Int64).Load())
			return true
		})
		c.write()
	}()
	run()
}

// weigh has the facts that a pass exports counted.
func (c *Cost) weigh(pass *analysis.Pass) {
	note := func(fact analysis.Fact) {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(fact); err == nil { // else the driver tells of it
			c.FactBytes += b.Len()
		}
		c.Facts++
	}
	ofObject, ofPackage := pass.ExportObjectFact, pass.ExportPackageFact
	pass.ExportObjectFact = func(obj types.Object, fact analysis.Fact) { note(fact); ofObject(obj, fact) }
	pass.ExportPackageFact = func(fact analysis.Fact) { note(fact); ofPackage(fact) }
}

// write appends the cost to the file of this process. A unit must not fail for it: what
// cannot be written is said, and lacks in the sum.
func (c *Cost) write() {
	err := func() error {
		name := filepath.Join(Folder, fmt.Sprintf("%d.jsonl", os.Getpid()))
		f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
		if err != nil {
			return err
		}
		defer f.Close()
		return json.NewEncoder(f).Encode(c)
	}()
	if err != nil {
		fmt.Fprintf(os.Stderr, "golint-incidents: -stats: %v\n", err)
	}
}
