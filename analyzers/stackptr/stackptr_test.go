package stackptr_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/golint-incidents/golint-incidents/analyzers/stackptr"
)

// Test runs over frames that are heavy while many goroutines park in them, and
// over those that are not, or not then.
func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stackptr.Analyzer, "./conns/...", "./runs/...", "./rest/...", "./behind/...", "./elsewhere/...", "./handlers/...")
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
	const predicted = "serve parks at x.go:1, and one goroutine per request runs it: at that point live pointers reach 17 of its 18 stack objects%s (predicted for the code as written, without inlining), about 1 µs"
	for _, test := range []struct {
		more             string
		reached, records int
		want             string
	}{
		{"", 20, 21, "reach 20 of its 21 stack objects (counted by the compiler in this build), about 0.81 µs"},
		{"", 3, 30, "reach 3 of its 30 stack objects (counted"},
		{"", 3, 23, ""},
		{" in each call of itself", 4, 4, "reach 4 of its 4 stack objects in each call of itself (counted"},
		{" in each call of itself", 3, 4, ""},
		{", and 20 of 40 more on the way, in frames: 2", 5, 60, "reach 5 of its 60 stack objects, and 20 of 40 more on the way, in frames: 2 (counted by the compiler in this build), about 1.8 µs"},
		{", and 20 of 40 more on the way, in frames: 2", 4, 5, "reach 4 of its 5"},
		{", and 20 of 40 more on the way, in frames: 2", 3, 5, ""},
	} {
		message, ok := stackptr.Exact(strings.Replace(predicted, "%s", test.more, 1), test.reached, test.records)
		if ok != (test.want != "") || !strings.Contains(message, test.want) || ok && !strings.HasPrefix(message, "serve parks at x.go:1, and one goroutine per request runs it: ") {
			t.Errorf("%q with %d of %d: got %q, %v, want %q", test.more, test.reached, test.records, message, ok, test.want)
		}
	}
}
