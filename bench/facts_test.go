package bench

import (
	"bytes"
	"encoding/gob"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/contain"
)

// A load is what the analyzers cost on one package.
type load struct {
	time  time.Duration
	facts int // bytes that it exports
}

// measure runs the suite over packages and what they import, in one process and
// one package after the other, and returns the load of each.
func measure(t testing.TB, patterns []string) map[string]load {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	contain.Standard = true // it is measured, too
	graph, err := checker.Analyze(analyzers.All, pkgs, &checker.Options{Sequential: true})
	if err != nil {
		t.Fatal(err)
	}
	loads := make(map[string]load)
	for act := range graph.All() {
		if act.Err != nil {
			t.Fatalf("%v: %v", act, act.Err)
		}
		l := loads[act.Package.PkgPath]
		l.time += act.Duration
		l.facts += factBytes(t, act)
		loads[act.Package.PkgPath] = l
	}
	return loads
}

// factBytes returns the size of the facts that an action exports about its own
// package, as gob encodes them.
func factBytes(t testing.TB, act *checker.Action) int {
	t.Helper()
	n := 0
	add := func(fact analysis.Fact) {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(fact); err != nil {
			t.Fatal(err)
		}
		n += b.Len()
	}
	for _, f := range act.AllObjectFacts() {
		if f.Object.Pkg() == act.Package.Types {
			add(f.Fact)
		}
	}
	for _, f := range act.AllPackageFacts() {
		if f.Package == act.Package.Types {
			add(f.Fact)
		}
	}
	return n
}

// The sets of packages of BenchmarkFacts.
var sets = map[string][]string{
	"std": {"database/...", "encoding/...", "go/...", "html/...", "net/...", "text/...", "time"},
	"tools": {"golang.org/x/tools/go/ast/...", "golang.org/x/tools/go/cfg/...", "golang.org/x/tools/go/ssa/...",
		"golang.org/x/tools/go/types/...", "golang.org/x/tools/go/analysis/passes/..."},
}

// BenchmarkFacts reports, for each package of the sets and what it imports, the
// time that the analyzers and engines take on it and the bytes of facts that
// they export: the mean and the largest. Each fact is counted with the
// description of its type, of which a file of facts has one only.
func BenchmarkFacts(b *testing.B) {
	for _, name := range []string{"std", "tools"} {
		b.Run(name, func(b *testing.B) {
			var loads map[string]load
			for b.Loop() {
				loads = measure(b, sets[name])
			}
			var sum, largest load
			for path, l := range loads {
				sum.time += l.time
				sum.facts += l.facts
				if l.time > largest.time {
					b.Logf("%v: %v", path, l.time)
				}
				if l.facts > largest.facts {
					b.Logf("%v: %d bytes", path, l.facts)
				}
				largest.time = max(largest.time, l.time)
				largest.facts = max(largest.facts, l.facts)
			}
			n := float64(len(loads))
			b.ReportMetric(0, "ns/op") // says nothing: it includes loading
			b.ReportMetric(n, "packages")
			b.ReportMetric(1e3*sum.time.Seconds()/n, "ms/package")
			b.ReportMetric(1e3*largest.time.Seconds(), "ms-largest")
			b.ReportMetric(float64(sum.facts)/n, "fact-B/package")
			b.ReportMetric(float64(largest.facts), "fact-B-largest")
		})
	}
}

// TestFacts measures one small package, so that the benchmark cannot rot.
func TestFacts(t *testing.T) {
	loads := measure(t, []string{"sync"})
	if loads["sync"].time <= 0 || len(loads) < 2 {
		t.Errorf("nothing measured: %v", loads)
	}
}
