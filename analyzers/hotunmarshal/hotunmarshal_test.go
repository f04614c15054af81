package hotunmarshal_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/pprof/profile"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/golint-incidents/golint-incidents/analyzers/hotunmarshal"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), hotunmarshal.Analyzer,
		"source", "request", "memo", "store", "helper", "handler", "plugin", "rounds", "service", "choice", "written", "behind",
		"branch", "conns", "mainloop", "callback", "bycode", "answer", "idle", "costly", "returned", "weight", "program", "jsonrpc", "refresh")
}

func TestConstructors(t *testing.T) {
	results := analysistest.Run(silent{}, analysistest.TestData(), hotunmarshal.Analyzer, "constructor")
	if n := len(results[0].Action.Diagnostics); n != 2 {
		t.Errorf("%d findings without the flag, want 2", n)
	}
	set(t, "constructors", "true")
	analysistest.Run(t, analysistest.TestData(), hotunmarshal.Analyzer, "constructor")
}

// TestConfidence has ways through functions that seldom run, by their names: only the way
// without such a function is reported by default.
func TestConfidence(t *testing.T) {
	results := analysistest.Run(silent{}, analysistest.TestData(), hotunmarshal.Analyzer, "doubt")
	if n := len(results[0].Action.Diagnostics); n != 1 {
		t.Errorf("%d findings by default, want 1", n)
	}
	set(t, "confidence", "byname")
	analysistest.Run(t, analysistest.TestData(), hotunmarshal.Analyzer, "doubt")
}

// TestProven has findings of rules that are not sure: the flag leaves them out.
func TestProven(t *testing.T) {
	set(t, "keyed", "true")
	set(t, "indirect", "true")
	count := func() (all, inferred int) {
		for _, r := range analysistest.Run(silent{}, analysistest.TestData(), hotunmarshal.Analyzer, "flags") {
			for _, d := range r.Action.Diagnostics {
				all++
				if tag, ok := report.ParseTag(d.Category); !ok || tag.Confidence < report.Proven {
					inferred++
				}
			}
		}
		return all, inferred
	}
	all, inferred := count()
	if inferred == 0 {
		t.Fatal("nothing is inferred")
	}
	set(t, "confidence", "proven")
	if left, unsure := count(); unsure != 0 || left != all-inferred {
		t.Errorf("%d findings, %d of them inferred; want the %d proven ones", left, unsure, all-inferred)
	}
}

// TestMinSize leaves out a constant of 2 kB, and neither an embedded file of 10 kB, which two
// handlers decode, nor a file whose size nobody knows.
func TestMinSize(t *testing.T) {
	set(t, "min-size", "5000")
	results := analysistest.Run(silent{}, analysistest.TestData(), hotunmarshal.Analyzer, "weight")
	if n := len(results[0].Action.Diagnostics); n != 3 {
		t.Errorf("%d findings of at least 5000 bytes, want 3", n)
	}
}

func TestFix(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), hotunmarshal.Analyzer, "fix")
}

// set sets a flag of the analyzer for the length of a test.
func set(t *testing.T, name, value string) {
	t.Helper()
	f := hotunmarshal.Analyzer.Flags.Lookup(name)
	if f == nil {
		t.Fatalf("no flag %s", name)
	}
	old := f.Value.String()
	if err := f.Value.Set(value); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Value.Set(old) })
}

func TestFlags(t *testing.T) {
	set(t, "keyed", "true")
	set(t, "cold", "true")
	set(t, "indirect", "true")
	set(t, "entries", "(flags.worker).Step")
	analysistest.Run(t, analysistest.TestData(), hotunmarshal.Analyzer, "flags")
}

// silent takes what analysistest says of findings in other packages than the
// one that is analyzed.
type silent struct{}

func (silent) Errorf(string, ...any) {}

// TestMeet has a handler, the interface it calls and the type that implements
// it in three packages: the finding appears with the package that imports all,
// at the decode.
func TestMeet(t *testing.T) {
	results := analysistest.Run(silent{}, analysistest.TestData(), hotunmarshal.Analyzer, "meet/store", "meet/api", "meet/cmd")
	var got []string
	for _, r := range results {
		for _, d := range r.Action.Diagnostics {
			pos := r.Action.Package.Fset.Position(d.Pos)
			got = append(got, r.Action.Package.PkgPath+": "+filepath.Base(pos.Filename)+":"+strconv.Itoa(pos.Line)+": "+d.Message)
		}
	}
	if len(got) != 1 || !strings.HasPrefix(got[0], "meet/cmd: store.go:21: json.Unmarshal decodes what does not depend on the request") ||
		!strings.Contains(got[0], "(*api.Server).ServeHTTP (api.go:15) runs, through (*store.files).Rules") {
		t.Errorf("got %q, want one finding of meet/cmd in store.go:21", got)
	}
}

// TestSiblings has two packages with handlers that lead to the same decode, one
// of them by two ways: each package reports it once, by the shortest way, and
// the package that is built of both does not repeat it.
func TestSiblings(t *testing.T) {
	set(t, "cold", "true")
	results := analysistest.Run(silent{}, analysistest.TestData(), hotunmarshal.Analyzer, "siblings/admin", "siblings/front", "siblings/cmd")
	var got []string
	for _, r := range results {
		for _, d := range r.Action.Diagnostics {
			_, chain, _ := strings.Cut(d.Message, "each time ")
			chain, _, _ = strings.Cut(chain, ";")
			got = append(got, r.Action.Package.PkgPath+": "+chain)
		}
	}
	want := []string{
		"siblings/admin: admin.Show (admin.go:10) runs, through rules.Load",
		"siblings/front: front.Second (front.go:12) runs, through rules.Load",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestProfile gives the analyzer a profile in which the lines of the functions
// are others than in the source, as after an edit above them.
func TestProfile(t *testing.T) {
	p := &profile.Profile{SampleType: []*profile.ValueType{{Type: "samples", Unit: "count"}, {Type: "cpu", Unit: "nanoseconds"}}}
	sample := func(name string, offset, value int64) {
		id := uint64(len(p.Function) + 1)
		fn := &profile.Function{ID: id, Name: name, StartLine: 100}
		loc := &profile.Location{ID: id, Line: []profile.Line{{Function: fn, Line: 100 + offset}}}
		p.Function, p.Location = append(p.Function, fn), append(p.Location, loc)
		p.Sample = append(p.Sample, &profile.Sample{Location: []*profile.Location{loc}, Value: []int64{1, value}})
	}
	sample("heat.hot", 2, 75)
	sample("heat.hot", 1, 5) // another line of it
	sample("heat.(*server).lukewarm.func1", 2, 20)
	name := filepath.Join(t.TempDir(), "cpu.pprof")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Write(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	set(t, "profile", name)
	results := analysistest.Run(t, analysistest.TestData(), hotunmarshal.Analyzer, "heat")
	var lines []int
	for _, d := range results[0].Action.Diagnostics {
		lines = append(lines, results[0].Action.Package.Fset.Position(d.Pos).Line)
	}
	if want := []int{22, 16, 27}; !slices.Equal(lines, want) {
		t.Errorf("findings in lines %d, want %d: the hottest first", lines, want)
	}

	set(t, "min-share", "50")
	results = analysistest.Run(silent{}, analysistest.TestData(), hotunmarshal.Analyzer, "heat")
	if n := len(results[0].Action.Diagnostics); n != 1 {
		t.Errorf("%d findings of at least 50 %%, want 1", n)
	}
}
