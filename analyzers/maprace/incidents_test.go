package maprace_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/golint-incidents/golint-incidents/analyzers/maprace"
)

// TestIncidents runs over the incident programs: each bug is reported at the
// lines that say so, and nothing else.
func TestIncidents(t *testing.T) {
	if testing.Short() {
		t.Skip("loads all incident programs")
	}
	dir := filepath.Join("..", "..", "incidents", "maprace")
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: dir, Env: append(os.Environ(), "GOWORK=off")}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{maprace.Analyzer}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	programs := 0
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("%s: %v", act.Package.PkgPath, act.Err)
			continue
		}
		if len(act.Package.GoFiles) != 1 || filepath.Base(act.Package.GoFiles[0]) != "main.go" {
			continue // no program
		}
		programs++
		var got, want []int
		for _, d := range act.Diagnostics {
			got = append(got, act.Package.Fset.Position(d.Pos).Line)
		}
		src, err := os.ReadFile(act.Package.GoFiles[0])
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(src), "\n") {
			if strings.Contains(line, "// BUG: ") {
				want = append(want, i+1)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: reported at lines %v, want %v", act.Package.PkgPath, got, want)
		}
	}
	if programs < 40 {
		t.Errorf("only %d programs were seen", programs)
	}
}
