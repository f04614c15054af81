package analyzers_test

import (
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/doc"
)

var update = flag.Bool("update", false, "rewrite the table of analyzers in README.md")

func TestValid(t *testing.T) {
	if err := analysis.Validate(analyzers.All); err != nil {
		t.Fatal(err)
	}
}

// TestReadme checks that the README's table is what the analyzers' own pages
// say.
func TestReadme(t *testing.T) {
	const begin, end = "<!-- analyzers: begin (go test ./analyzers -update) -->\n", "<!-- analyzers: end -->"
	name := filepath.Join("..", "README.md")
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(content), begin)
	have, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("README.md lacks the markers %q and %q", begin, end)
	}
	var b strings.Builder
	b.WriteString("| analyzer | finds |\n|---|---|\n")
	for _, a := range analyzers.All {
		fmt.Fprintf(&b, "| [%s](analyzers/%s/doc.go) | %s |\n", a.Name, a.Name, doc.Synopsis(a.Doc))
	}
	if have == b.String() {
		return
	}
	if !*update {
		t.Fatalf("the table in README.md is out of date: run go test ./analyzers -update\nhave:\n%s\nwant:\n%s", have, b.String())
	}
	if err := os.WriteFile(name, []byte(before+begin+b.String()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestDocSections checks that each page has the sections that explain promises.
func TestDocSections(t *testing.T) {
	for _, a := range analyzers.All {
		for _, section := range []string{"# The incident", "WRONG", "RIGHT", "# Reports when", "# Stays silent when", "# How to fix"} {
			if !strings.Contains(a.Doc, section) {
				t.Errorf("the page of %s lacks %q", a.Name, section)
			}
		}
	}
}

// TestDependencies checks that imports point down only.
func TestDependencies(t *testing.T) {
	const module = "github.com/golint-incidents/golint-incidents/"
	// May a package below the first folder import one below the second?
	forbidden := []struct{ from, to string }{
		{"internal/", "analyzers"},
		{"internal/", "cmd/"},
		{"internal/", "plugin"},
		{"analyzers", "cmd/"},
		{"analyzers", "plugin"},
		{"analyzers", "internal/driver"},
		{"internal/place", "internal/"},
		{"internal/flow", "internal/"},
		{"internal/ir", "internal/"},
		{"internal/asynctimer", "internal/"},
		{"internal/locks", "internal/parallel"},
		{"internal/locks", "internal/report"},
		{"internal/parallel", "internal/report"},
		{"internal/model", "internal/"},
		{"internal/spawn", "internal/origin"},
		{"internal/spawn", "internal/report"},
		{"internal/origin", "internal/report"},
	}
	root := ".."
	checked := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if d.Name() == "testdata" || rel == "incidents" || rel == "e2e" || rel == "bench" || strings.HasPrefix(d.Name(), ".") && rel != "." {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		checked++
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			to, ok := strings.CutPrefix(imported, module)
			if !ok {
				continue // not ours
			}
			if to == "internal/contain" {
				continue // around every analyzer
			}
			for _, rule := range forbidden {
				if strings.HasPrefix(rel, rule.from) && strings.HasPrefix(to, rule.to) {
					t.Errorf("%s imports %s", rel, imported)
				}
			}
			if dir, ok := strings.CutPrefix(rel, "analyzers/"); ok && strings.HasPrefix(to, "analyzers/") && strings.Contains(dir, "/") {
				t.Errorf("%s: an analyzer imports another, %s", rel, imported)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked == 0 {
		t.Error("no file was checked")
	}
}
