package analyzers_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/doc"
)

// TestDocs checks that docs/ has what the analyzers' own pages and tables say; -update
// writes it.
func TestDocs(t *testing.T) {
	var index strings.Builder
	index.WriteString("# Analyzers\n\nThese pages are made of each analyzer's doc.go, rules.go and rules/*.txtar: `go test ./analyzers -update`.\n\n| analyzer | finds | rules |\n|---|---|---|\n")
	for _, a := range analyzers.All {
		var rules strings.Builder
		n := 0
		for _, r := range analyzers.Rules {
			if r.Analyzer == a.Name {
				n++
				fmt.Fprintf(&rules, "| [`%s`](%[1]s.md) | %s | %s | %s |\n", r.ID, r.Summary, r.Confidence, r.Since)
				drift(t, r.ID+".md", "# "+r.ID+"\n\n"+r.Markdown()+"\n")
			}
		}
		fmt.Fprintf(&index, "| [%s](%s.md) | %s | %d |\n", a.Name, a.Name, doc.Synopsis(a.Doc), n)
		page := fmt.Sprintf("# %s\n\n%s## Rules\n\nA finding has the confidence of its rule where it does not say otherwise.\n\n| ID | reports | confidence | since |\n|---|---|---|---|\n%s",
			a.Name, doc.Markdown(a.Doc), &rules)
		drift(t, a.Name+".md", page)
	}
	for _, r := range analyzers.Rules {
		if r.Analyzer == "golint-incidents" {
			fmt.Fprintf(&index, "\nDirectives for several analyzers: [`%s`](%[1]s.md).\n", r.ID)
			drift(t, r.ID+".md", "# "+r.ID+"\n\n"+r.Markdown()+"\n")
		}
	}
	drift(t, "README.md", index.String())
	files, err := filepath.Glob(filepath.Join("..", "docs", "*", "*.md"))
	if err != nil || len(files) != len(analyzers.Rules) {
		t.Errorf("docs has %d pages of %d rules, %v", len(files), len(analyzers.Rules), err)
	}
}

// drift compares a page with the file, or writes it.
func drift(t *testing.T, name, want string) {
	t.Helper()
	file := filepath.Join("..", "docs", filepath.FromSlash(name))
	if *update {
		write(t, file, want)
		return
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Errorf("docs/%s is out of date: run go test ./analyzers -update", name)
	}
}
