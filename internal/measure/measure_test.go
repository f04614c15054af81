package measure

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go/types"

	"golang.org/x/tools/go/analysis"
)

// What two analyzers of a unit cost is written, read and summed.
func TestCosts(t *testing.T) {
	Folder = t.TempDir()
	defer func() { Folder = "" }()
	pkg := types.NewPackage("example.com/a", "a")
	exported := 0
	pass := func(name string) *analysis.Pass {
		return &analysis.Pass{
			Analyzer:          &analysis.Analyzer{Name: name},
			Pkg:               pkg,
			ExportPackageFact: func(analysis.Fact) { exported++ },
			ExportObjectFact:  func(types.Object, analysis.Fact) { exported++ },
		}
	}
	slow := pass("slow")
	Around(slow, func() {
		time.Sleep(2 * time.Millisecond)
		Count("rounds", 2)
		Count("rounds", 1)
		slow.ExportPackageFact(&note{"some text"})
	})
	Around(pass("quick"), func() {})
	func() {
		defer func() { _ = recover() }()
		Around(pass("quick"), func() { panic("as an analyzer may") })
	}()
	if exported != 1 {
		t.Errorf("%d facts were exported, want 1", exported)
	}
	costs, err := Read(Folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(costs) != 3 {
		t.Fatalf("%d costs, want 3: one for each run, that which panicked too", len(costs))
	}
	by := sum(costs, func(c *Cost) string { return c.Analyzer })
	if len(by) != 2 || by[0].Analyzer != "slow" || by[0].Counts["rounds"] != 3 || by[0].Facts != 1 || by[0].FactBytes == 0 {
		t.Errorf("sums: %+v", by)
	}
	if len(by) == 2 && len(by[1].Counts) != 0 {
		t.Errorf("another analyzer's rounds count for %s: %v", by[1].Analyzer, by[1].Counts)
	}
	var b strings.Builder
	if err := Print(&b, costs); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"analyzer or engine", "slow (3 rounds)", "example.com/a"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, &b)
		}
	}
}

type note struct{ Text string }

func (*note) AFact() {}

// A unit that was killed leaves half a line: what stands before it counts.
func TestReadHalf(t *testing.T) {
	dir := t.TempDir()
	text := `{"Package":"a","Analyzer":"x","Facts":2}` + "\n" + `{"Package":"a","Analy`
	if err := os.WriteFile(filepath.Join(dir, "1.jsonl"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	costs, err := Read(dir)
	if err != nil || len(costs) != 1 || costs[0].Facts != 2 {
		t.Errorf("%v, %v; want the first line", costs, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "2.jsonl"), []byte("no JSON"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(dir); err == nil {
		t.Error("no error for what is no JSON")
	}
}

// Without a profile there is nothing to sum.
func TestMergeNothing(t *testing.T) {
	if err := Merge(t.TempDir(), filepath.Join(t.TempDir(), "cpu.pprof")); err == nil {
		t.Error("no error")
	}
}
