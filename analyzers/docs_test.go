package analyzers_test

import (
	"fmt"
	"go/doc/comment"
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
	index.WriteString("# Analyzers\n\nThese pages are made of each analyzer's doc.go and rules.go: `go test ./analyzers -update`.\n\n| analyzer | finds | rules |\n|---|---|---|\n")
	for _, a := range analyzers.All {
		var rules strings.Builder
		n := 0
		for _, r := range analyzers.Rules {
			if strings.HasPrefix(r.ID, a.Name+"/") {
				n++
				fmt.Fprintf(&rules, "| `%s` | %s | %s | %s |\n", r.ID, r.Summary, r.Confidence, r.Since)
			}
		}
		fmt.Fprintf(&index, "| [%s](%s.md) | %s | %d |\n", a.Name, a.Name, doc.Synopsis(a.Doc), n)
		page := fmt.Sprintf("# %s\n\n%s## Rules\n\nA finding has the confidence of its rule where it does not say otherwise.\n\n| ID | reports | confidence | since |\n|---|---|---|---|\n%s",
			a.Name, markdown(a.Doc), &rules)
		drift(t, a.Name+".md", page)
	}
	drift(t, "README.md", index.String())
}

// markdown renders a package comment.
func markdown(text string) string {
	p := comment.Printer{HeadingLevel: 2, HeadingID: func(*comment.Heading) string { return "" }}
	return string(p.Markdown(new(comment.Parser).Parse(text)))
}

// drift compares a page with the file, or writes it.
func drift(t *testing.T, name, want string) {
	t.Helper()
	file := filepath.Join("..", "docs", name)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
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
