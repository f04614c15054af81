package analyzers_test

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// TestSynthetic runs all analyzers over functions that nobody wrote: none fails.
func TestSynthetic(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: filepath.Join("testdata", "synthetic")}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range pkgs {
		for _, err := range pkg.Errors {
			t.Error(err)
		}
	}
	graph, err := checker.Analyze(analyzers.All, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("%s on %s: %v", act.Analyzer, act.Package, act.Err)
		}
		for _, d := range act.Diagnostics {
			if d.Category == report.CategoryFailure {
				t.Error(d.Message)
			}
		}
	}
}
