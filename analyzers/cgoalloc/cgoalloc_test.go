package cgoalloc_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/golint-incidents/golint-incidents/analyzers/cgoalloc"
)

// Test runs over C memory that is lost and over the idioms that are right.
func Test(t *testing.T) {
	if err := cgoalloc.Analyzer.Flags.Set("pairs", "node_make=node_done,node_open:1=node_done"); err != nil {
		t.Fatal(err)
	}
	defer cgoalloc.Analyzer.Flags.Set("pairs", "")
	analysistest.Run(t, analysistest.TestData(), cgoalloc.Analyzer, "./leak", "./loop", "./field", "./pair", "./conditions", "./dispatch/...",
		"./outlive", "./stale", "./value", "./receiver", "./steps", "./retry",
		"./leaving", "./tooearly", "./byvalue", "./owner", "./construct", "./shapes", "./right", "./imported/...", "./collection", "./arguments", "./array", "./recovered", "./after", "./beside", "./callback", "./copied", "./handle", "./refused", "./text", "./parts")
}

// TestFix compares the fixes with their goldens. A fix at a position of the
// processed file would be dropped in silence, so they are counted too.
func TestFix(t *testing.T) {
	fixes := 0
	for _, res := range analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), cgoalloc.Analyzer, "./fix") {
		for _, d := range res.Action.Diagnostics {
			fixes += len(d.SuggestedFixes)
		}
	}
	if want := 11; fixes != want {
		t.Errorf("%d fixes, want %d", fixes, want)
	}
}

// TestFixed analyzes the goldens: what had a fix is gone, nothing is new.
func TestFixed(t *testing.T) {
	dir := t.TempDir()
	goldens, err := filepath.Glob(filepath.Join(analysistest.TestData(), "fix", "*.golden"))
	if err != nil || len(goldens) == 0 {
		t.Fatal("no goldens", err)
	}
	copyFile(t, filepath.Join(analysistest.TestData(), "go.mod"), filepath.Join(dir, "go.mod"))
	for _, golden := range goldens {
		copyFile(t, golden, filepath.Join(dir, strings.TrimSuffix(filepath.Base(golden), ".golden")))
	}
	var got []string
	for _, d := range analyze(t, dir, ".") {
		got = append(got, d.message)
	}
	slices.Sort(got)
	var want []string
	for _, fn := range []string{"bare", "loop", "order", "otherwise", "short"} {
		want = append(want, "C memory of CString in "+fn+" is never freed: it is only an argument of the call")
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A finding is a diagnostic with the package that reported it.
type finding struct{ pkg, pos, message string }

// analyze runs the analyzer over packages of a module.
func analyze(t *testing.T, dir string, patterns ...string) []finding {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: dir}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{cgoalloc.Analyzer}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []finding
	for act := range graph.All() {
		if act.Err != nil {
			t.Fatal(act.Err)
		}
		for _, d := range act.Diagnostics {
			pos := act.Package.Fset.Position(d.Pos)
			out = append(out, finding{act.Package.PkgPath, fmt.Sprintf("%s:%d:%d", filepath.Base(pos.Filename), pos.Line, pos.Column), d.Message})
		}
	}
	return out
}

// TestMeet has a package that calls through an interface, one with a type
// behind it and one that links both: the finding lies in the first, and is
// reported once. (meet/other links both, too: the command prints one place once.)
func TestMeet(t *testing.T) {
	got := analyze(t, analysistest.TestData(), "./meet/cmd")
	want := []finding{{"example.com/cgo/meet/cmd", "store.go:14:7",
		"C memory of store.Namer.Name in Dropped is never freed: example.com/cgo/meet/impl.namer.Name returns memory of CString, pass it to C.free"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestPairs(t *testing.T) {
	for _, bad := range []string{"x", "x=", "=y", "x:y=z", "x:-1=z", "x=y,z"} {
		if err := cgoalloc.Analyzer.Flags.Set("pairs", bad); err == nil {
			t.Errorf("pairs %q: no error", bad)
		}
	}
}
