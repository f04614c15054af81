package maprace_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/golint-incidents/golint-incidents/analyzers/maprace"
)

func module() string { return filepath.Join(analysistest.TestData(), "maps") }

// TestThemes runs over maps that are reported, and over those that are not.
func TestThemes(t *testing.T) {
	for _, pkg := range []string{"proven", "framework", "guarded", "callbacks", "elements", "silent"} {
		t.Run(pkg, func(t *testing.T) { analysistest.Run(t, module(), maprace.Analyzer, "./"+pkg) })
	}
}

// TestPackages runs over a map, a goroutine and the access in three packages.
func TestPackages(t *testing.T) {
	analysistest.Run(t, module(), maprace.Analyzer, "./pool", "./store", "./app")
}

// TestDispatch runs over what is behind an interface, in two packages.
func TestDispatch(t *testing.T) {
	analysistest.Run(t, module(), maprace.Analyzer, "./orm", "./dispatch")
}

// TestLibrary runs over types that only their package can name, behind interfaces, in
// two packages, and over what that package runs and hands out.
func TestLibrary(t *testing.T) {
	analysistest.Run(t, module(), maprace.Analyzer, "./library", "./consumer")
}

// TestServes runs over a command that serves requests, and has no map of its own.
func TestServes(t *testing.T) {
	analysistest.Run(t, module(), maprace.Analyzer, "./store", "./visits")
}

// TestLayers runs over handlers of a layer above net/http, and over what serves them, in
// two packages.
func TestLayers(t *testing.T) {
	analysistest.Run(t, module(), maprace.Analyzer, "./web", "./serving")
}

// TestOnce runs over functions that call what they are given under a lock, or
// once, in one package and in two.
func TestOnce(t *testing.T) {
	analysistest.Run(t, module(), maprace.Analyzer, "./once", "./onceuser")
}

// TestServed analyzes what another package's registry serves.
func TestServed(t *testing.T) {
	analysistest.Run(t, module(), maprace.Analyzer, "./registrar", "./served")
}

// TestExported runs over what only the flag exported reports.
func TestExported(t *testing.T) {
	if err := maprace.Analyzer.Flags.Set("exported", "true"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { maprace.Analyzer.Flags.Set("exported", "false") })
	analysistest.Run(t, module(), maprace.Analyzer, "./exported")
}

// TestFixes applies the fixes and compares the result with the golden.
func TestFixes(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, module(), maprace.Analyzer, "./fix")
}

// TestFixed runs over the golden: a fix clears its finding and adds no other.
func TestFixed(t *testing.T) {
	golden, err := os.ReadFile(filepath.Join(module(), "fix", "fix.go.golden"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(golden), "\n")
	for i, line := range lines {
		if code, _, ok := strings.Cut(line, "// want `"); ok && !strings.Contains(line, "== 0") { // that in Refresh stays
			lines[i] = code
		}
	}
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "go.mod"), "module fixed\n\ngo 1.26\n")
	writeFile(t, filepath.Join(dir, "fix.go"), strings.Join(lines, "\n"))
	analysistest.Run(t, dir, maprace.Analyzer, ".")
}
