package analyzers_test

import (
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
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
	// A package imports those of lower layers only, and each belongs to one.
	layers := []string{
		"internal/measure internal/setting",
		"internal/asynctimer internal/cfg internal/contain internal/doc internal/intmap internal/model internal/pending internal/proc internal/spell",
		"internal/config internal/directive internal/ir internal/place internal/ssatest internal/stackobj internal/symbol",
		"internal/callgraph",
		"internal/lockset internal/summary internal/typestate",
		"internal/escape internal/goroutine internal/happens",
		"internal/mapaccess internal/origin",
		"internal/decodes",
		"internal/report", // engines do not report
		"internal/finding",
		"internal/baseline internal/changes internal/format internal/lsp internal/repro internal/triage",
		"internal/driver analyzers/cgoalloc analyzers/hotunmarshal analyzers/maprace analyzers/stackptr analyzers/timerreset",
		"analyzers",
		"cmd/golint-incidents plugin",
	}
	layer := make(map[string]int)
	for i, names := range layers {
		for _, name := range strings.Fields(names) {
			layer[name] = i + 1
		}
	}
	root := ".."
	checked := 0
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, file)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if d.Name() == "testdata" || rel == "incidents" || rel == "e2e" || rel == "bench" || strings.HasPrefix(d.Name(), ".") && rel != "." {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
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
			from := path.Dir(rel)
			switch {
			case layer[from] == 0 || layer[to] == 0:
				t.Errorf("%s imports %s: one of them has no layer", rel, to)
			case layer[to] >= layer[from]:
				t.Errorf("%s imports %s, which is not below it", rel, to)
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
