package e2e

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// cgoTree returns a copy of the packages that the tests of cgoalloc run over,
// without those that need the fixes' goldens.
func cgoTree(t *testing.T, dirs ...string) place {
	t.Helper()
	dir := t.TempDir()
	from := "../analyzers/cgoalloc/testdata"
	data, err := os.ReadFile(filepath.Join(from, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		if err := os.CopyFS(filepath.Join(dir, d), os.DirFS(filepath.Join(from, d))); err != nil {
			t.Fatal(err)
		}
	}
	return write(t, dir, map[string]string{"go.mod": string(data)})
}

// An expectation is a comment "// want `regexp`".
type expectation struct {
	at string
	rx *regexp.Regexp
}

var (
	wantComment = regexp.MustCompile("// want (.*)$")
	wantPattern = regexp.MustCompile("(\\w+:)?`([^`]*)`")
)

// expectations reads the comments as analysistest does, but for those about
// facts.
func (p place) expectations(t *testing.T) []expectation {
	t.Helper()
	var list []expectation
	err := filepath.WalkDir(p.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(p.dir, path)
		for i, line := range strings.Split(string(data), "\n") {
			m := wantComment.FindStringSubmatch(line)
			if m == nil {
				continue // nothing is expected
			}
			for _, w := range wantPattern.FindAllStringSubmatch(m[1], -1) {
				if w[1] == "" {
					list = append(list, expectation{fmt.Sprintf("%s:%d", filepath.ToSlash(rel), i+1), regexp.MustCompile(w[2])})
				}
			}
		}
		return err
	})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d expectations: %v", len(list), err)
	}
	return list
}

// exact matches a finding with its column, as go vet and the command print it.
var exact = regexp.MustCompile(`(?m)^([^\s:][^:\n]*\.go):(\d+):(\d+): (\S.*?)( \(cgoalloc\))?$`)

// A spot is a finding with its column.
type spot struct {
	file         string
	line, column int
	message      string
}

// spots returns the findings in text, sorted.
func spots(text string) []spot {
	var list []spot
	for _, m := range exact.FindAllStringSubmatch(text, -1) {
		line, _ := strconv.Atoi(m[2])
		column, _ := strconv.Atoi(m[3])
		list = append(list, spot{filepath.ToSlash(filepath.Clean(m[1])), line, column, m[4]})
	}
	slices.SortFunc(list, func(a, b spot) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column), cmp.Compare(a.message, b.message))
	})
	return list
}

// cgoPairs are the settings that testdata/pair is written for.
const cgoPairs = "node_make=node_done,node_open:1=node_done"

// What the comments in analysistest's packages expect is what the real go vet
// prints, and the command, and golangci-lint: at the same line and column of
// the file that a person wrote, in another package too.
func TestCgoDoors(t *testing.T) {
	tr := cgoTree(t, "leak", "loop", "field", "pair", "dispatch", "meet")
	seen := make(map[string][]spot)
	for _, door := range []struct {
		name string
		open func() []spot
	}{
		{"go vet", func() []spot {
			// Two units report what meet/cmd and meet/other both link.
			return slices.Compact(spots(tr.run(t, "go", "vet", "-vettool="+tool(t), "-cgoalloc.pairs="+cgoPairs, "./...").stderr))
		}},
		{"standalone", func() []spot { return spots(tr.cmd(t, "-cgoalloc.pairs="+cgoPairs, "./...").stdout) }},
		{"golangci-lint", func() []spot { return tr.issues(t) }},
	} {
		t.Run(door.name, func(t *testing.T) {
			got := door.open()
			seen[door.name] = got
			want := tr.expectations(t)
			for _, s := range got {
				at := fmt.Sprintf("%s:%d", s.file, s.line)
				i := slices.IndexFunc(want, func(e expectation) bool { return e.at == at && e.rx.MatchString(s.message) })
				if i < 0 {
					t.Errorf("not expected: %+v", s)
					continue
				}
				want = slices.Delete(want, i, i+1)
			}
			for _, e := range want {
				t.Errorf("not reported: %s: %v", e.at, e.rx)
			}
		})
	}
	for name, got := range seen {
		for _, s := range got {
			if !slices.Contains(seen["standalone"], s) {
				t.Errorf("%s reports %+v, the standalone command does not", name, s)
			}
		}
	}
}

// issues returns what golangci-lint reports, without the traces.
func (p place) issues(t *testing.T) []spot {
	t.Helper()
	var list []spot
	for _, issue := range p.golangciIssues(t) {
		if message, ok := strings.CutPrefix(issue.Text, "cgoalloc: "); ok {
			message, _, _ = strings.Cut(message, "\n") // the trace follows
			list = append(list, spot{issue.Pos.Filename, issue.Pos.Line, issue.Pos.Column, message})
		}
	}
	return list
}

// An issue is one of golangci-lint's.
type issue struct {
	Text string
	Pos  struct {
		Filename     string
		Line, Column int
	}
	SuggestedFixes []json.RawMessage
}

func (p place) golangciIssues(t *testing.T) []issue {
	t.Helper()
	exe, err := golangci()
	if err != nil {
		t.Fatal(err)
	}
	write(t, p.dir, map[string]string{".golangci.yml": `version: "2"
linters:
  default: none
  enable: [golint-incidents]
  settings:
    custom:
      golint-incidents:
        type: module
        settings:
          analyzers:
            cgoalloc: {pairs: "` + cgoPairs + `"}
issues:
  max-issues-per-linter: 0
  max-same-issues: 0
  uniq-by-line: false
`})
	p.env = append(p.env, "GOLANGCI_LINT_CACHE="+t.TempDir())
	res := p.run(t, exe, "run", "--output.json.path=stdout", "--show-stats=false", "./...")
	var out struct{ Issues []issue }
	if err := json.NewDecoder(strings.NewReader(res.stdout)).Decode(&out); err != nil {
		t.Fatalf("%v: %v", err, res)
	}
	return out.Issues
}

// A fix at a position of what cmd/cgo made of a file is dropped without a word:
// so the files are compared with goldens, and the fixes counted.
func TestCgoFix(t *testing.T) {
	const fixes = 11
	for _, door := range []struct {
		name string
		open func(place) result
	}{
		{"go vet", func(p place) result { return p.run(t, "go", "vet", "-vettool="+tool(t), "-fix", "./...") }},
		{"standalone", func(p place) result { return p.cmd(t, "-fix", "./...") }},
	} {
		t.Run(door.name, func(t *testing.T) {
			tr := cgoTree(t, "fix")
			goldens, err := filepath.Glob(filepath.Join(tr.dir, "fix", "*.golden"))
			if err != nil || len(goldens) == 0 {
				t.Fatal("no goldens", err)
			}
			before := tr.deferred(t)
			res := door.open(tr)
			for _, golden := range goldens {
				file := strings.TrimSuffix(golden, ".golden")
				if got, want := read(t, file), read(t, golden); got != want {
					t.Errorf("%s differs from its golden:\n%s\n%v", filepath.Base(file), got, res)
				}
			}
			// One of the fixes changes a deferred call, the others add one each.
			if got := tr.deferred(t) - before; got != fixes-1 {
				t.Errorf("%d deferred calls were added, want %d", got, fixes-1)
			}
		})
	}
	t.Run("golangci-lint", func(t *testing.T) {
		n := 0
		for _, issue := range cgoTree(t, "fix").golangciIssues(t) {
			n += len(issue.SuggestedFixes)
		}
		if n != fixes {
			t.Errorf("%d fixes are shown, want %d", n, fixes)
		}
	})
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// deferred counts the deferred calls in the tree's Go files.
func (p place) deferred(t *testing.T) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(p.dir, "*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		n += strings.Count(read(t, file), "defer ")
	}
	return n
}

// Where there is no cgo, or a header is missing, a package cannot be analyzed:
// that is said, once, and the other packages are.
func TestCgoMissing(t *testing.T) {
	files := map[string]string{
		"go.mod":         modFile,
		"bug/a.go":       "package bug\n\n" + bug,
		"c/c.go":         "package c\n\n// #include <stdlib.h>\nimport \"C\"\n\nfunc F(s string) { C.system(C.CString(s)) }\n",
		"none/n.go":      "package none\n\n// #include \"nowhere.h\"\nimport \"C\"\n\nfunc F(s string) { C.nowhere(C.CString(s)) }\n",
		"test/t.go":      "package test\n",
		"test/t_test.go": "package test\n\nimport \"C\"\n\nfunc f() { C.CString(\"\") }\n",
	}
	m := write(t, t.TempDir(), files)
	m.cmd(t, "./bug", "./none").expect(t, 2, []string{"bug/a.go:5:"}, []string{"nowhere.h"})
	m.cmd(t, "./bug", "./test").expect(t, 2, []string{"bug/a.go:5:"}, []string{"use of cgo in test"})
	m.env = []string{"CGO_ENABLED=0"}
	res := m.cmd(t, "./bug", "./c")
	if !strings.Contains(res.stdout, "bug/a.go:5:") || strings.Contains(res.stdout, "c/c.go") {
		t.Errorf("without cgo: %v", res)
	}
	if !strings.Contains(res.stderr, "cgo") {
		t.Errorf("that a package was left out is not said: %v", res)
	}
}

// TestCgoBelow has the two pieces of a leak below the imports of package main,
// which sees neither in the types that it uses: facts about packages reach direct
// importers only.
func TestCgoBelow(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"impl/impl.go": `package impl

// #include <stdlib.h>
import "C"

import "unsafe"

func New() any { return namer{} }

type namer struct{}

func (namer) Name(s string) unsafe.Pointer { return unsafe.Pointer(C.CString(s)) }
`,
		"wire/wire.go": `package wire

import "example.com/m/impl"

func Namer() any { return impl.New() }
`,
		"store/store.go": `package store

import "unsafe"

type Namer interface{ Name(string) unsafe.Pointer }

func Known(n Namer, s string) bool {
	p := n.Name(s)
	return p != nil
}
`,
		"api/api.go": `package api

import "example.com/m/store"

func Serve(n any) bool { return store.Known(n.(store.Namer), "x") }
`,
		"cmd/main.go": `package main

import (
	"example.com/m/api"
	"example.com/m/wire"
)

func main() { api.Serve(wire.Namer()) }
`,
	})
	m.vet(t, "./...").expect(t, 1, nil, []string{
		"store/store.go:8:7: C memory of store.Namer.Name in Known is never freed",
	})
}
