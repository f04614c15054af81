package stackptr_test

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/golint-incidents/golint-incidents/analyzers/stackptr"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// Test runs over frames that are heavy while many goroutines park in them, and
// over those that are not, or not then.
func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stackptr.Analyzer, "./conns/...", "./runs/...", "./rest/...", "./behind/...", "./elsewhere/...", "./handlers/...")
}

// silent takes what analysistest says of findings in other packages than the
// one that is analyzed.
type silent struct{}

func (silent) Errorf(string, ...any) {}

// TestAwait has the loops in one package and what they run in another: the finding
// appears with the package that imports both, at the frame.
func TestAwait(t *testing.T) {
	results := analysistest.Run(silent{}, analysistest.TestData(), stackptr.Analyzer, "./await/...")
	var got []string
	for _, r := range results {
		for _, d := range r.Action.Diagnostics {
			message, _, _ := strings.Cut(d.Message, " (predicted")
			got = append(got, path.Base(r.Action.Package.PkgPath)+": "+d.Category+": "+message)
			if r.Action.Package.Fset.Position(d.Pos).Filename != r.Action.Package.Fset.Position(d.Related[len(d.Related)-1].Pos).Filename {
				t.Errorf("%s: is not reported where its objects are", d.Message)
			}
		}
	}
	const (
		round   = "a goroutine is started in each round of a loop: at that point live pointers reach 16 of its 17 stack objects"
		request = "a goroutine is started for each request or connection: at that point live pointers reach 16 of its 17 stack objects"
		where   = "await: stackptr/heavy-frame; confidence=proven; package=\"example.com/stackptr/await/conn\": "
	)
	want := []string{
		where + "Deep parks at conn.go:56, and " + round,
		where + "Session.Serve parks at conn.go:22, and " + round,
		where + "Session.pump parks at conn.go:47, and " + request,
		where + "Session.wait parks at conn.go:33, and " + round,
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// TestFix compares the fix with its golden.
func TestFix(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), stackptr.Analyzer, "./fix")
}

// TestFixed analyzes the golden: the finding is gone, and nothing is new.
func TestFixed(t *testing.T) {
	golden, err := os.ReadFile(filepath.Join(analysistest.TestData(), "fix", "fix.go.golden"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.com/fixed\n\ngo 1.26\n",
		"fix.go": regexp.MustCompile(` // want .*`).ReplaceAllString(string(golden), ""),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	analysistest.Run(t, dir, stackptr.Analyzer, ".")
}

// TestLocks counts locks as places to park.
func TestLocks(t *testing.T) {
	if err := stackptr.Analyzer.Flags.Set("locks", "true"); err != nil {
		t.Fatal(err)
	}
	defer stackptr.Analyzer.Flags.Set("locks", "false")
	analysistest.Run(t, analysistest.TestData(), stackptr.Analyzer, "./locks")
}

// TestExact puts the compiler's counts into messages.
func TestExact(t *testing.T) {
	const head = "serve parks at x.go:1, and one goroutine per request runs it"
	for _, test := range []struct {
		more             report.Parked
		reached, records int
		want             string
	}{
		{report.Parked{}, 20, 21, "reach 20 of its 21 stack objects (counted by the compiler in this build), about 0.81 µs"},
		{report.Parked{}, 3, 30, "reach 3 of its 30 stack objects (counted"},
		{report.Parked{}, 3, 23, ""},
		{report.Parked{}, 0, 0, ""},
		{report.Parked{Recursive: true}, 4, 4, "reach 4 of its 4 stack objects in each call of itself (counted"},
		{report.Parked{Recursive: true}, 3, 4, ""},
		{report.Parked{Frames: 3, OtherReached: 20, OtherObjs: 40}, 5, 60, "reach 5 of its 60 stack objects, and 20 of 40 more on the way, in frames: 2 (counted by the compiler in this build), about 1.8 µs"},
		{report.Parked{Frames: 3, OtherReached: 20, OtherObjs: 40}, 4, 5, "reach 4 of its 5"},
		{report.Parked{Frames: 3, OtherReached: 20, OtherObjs: 40}, 3, 5, ""},
	} {
		test.more.Text = head
		message, ok := stackptr.Exact(test.more, test.reached, test.records)
		if ok != (test.want != "") || !strings.Contains(message, test.want) || ok && !strings.HasPrefix(message, head+": ") {
			t.Errorf("%+v with %d of %d: got %q, %v, want %q", test.more, test.reached, test.records, message, ok, test.want)
		}
	}
}
