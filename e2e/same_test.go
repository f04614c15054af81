package e2e

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/golint-incidents/golint-incidents/analyzers"
)

// A set holds findings as file:line:column: message (analyzer), with files
// relative to the module. What several packages report at one place, each when its
// imports hold the last piece of evidence, is one.
type set map[string]bool

func (s set) add(dir, file, at, message, analyzer string) {
	if rel, err := filepath.Rel(dir, file); err == nil && filepath.IsAbs(file) {
		file = rel
	}
	s[fmt.Sprintf("%s:%s: %s (%s)", filepath.ToSlash(file), at, message, analyzer)] = true
}

// TestSame runs the suite over all modules of testdata and of incidents in every
// way, and compares positions and messages: those of the checker that analysistest
// uses, the real go vet, the command and golangci-lint.
func TestSame(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, top := range []string{"analyzers", "incidents"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Name() == "go.mod" && !unfit(filepath.Dir(path)) {
				dirs = append(dirs, filepath.Dir(path))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(dirs) < 10 {
		t.Fatalf("found %d modules", len(dirs))
	}
	total := 0
	for _, dir := range dirs {
		rel, err := filepath.Rel(root, dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.ToSlash(rel), func(t *testing.T) {
			m := place{dir: dir}
			want := inProcess(t, m)
			total += len(want)
			same(t, "golangci-lint", want, golangciSet(t, m))
			same(t, "go vet", want, vetSet(t, m))
			same(t, "command", without(want, "stackptr"), without(commandSet(t, m), "stackptr")) // the compiler counts for it
		})
	}
	t.Logf("%d findings in %d modules", total, len(dirs))
}

// unfit reports whether a module is one that not all drivers can load.
func unfit(dir string) bool {
	slash := filepath.ToSlash(dir)
	return strings.Contains(slash, "/timerreset/testdata/semantics/") || // one driver reads go.mod, another the environment
		strings.Contains(slash, "/timerreset/testdata/toolchain/") || // wants Go versions that are not here
		strings.Contains(slash, "/stubs/") || // part of another
		strings.Contains(slash, "/incidents/timerreset/go1.") || // each module takes 15 s of processor time; testdata has these Go versions, too
		strings.HasSuffix(slash, "/incidents/hotunmarshal") // gigabytes, and many minutes, if all that it imports is loaded from source
}

func same(t *testing.T, name string, want, got set) {
	t.Helper()
	for _, f := range slices.Sorted(maps.Keys(want)) {
		if !got[f] {
			t.Errorf("%s lacks %s", name, f)
		}
	}
	for _, f := range slices.Sorted(maps.Keys(got)) {
		if !want[f] {
			t.Errorf("%s alone has %s", name, f)
		}
	}
}

func without(s set, analyzer string) set {
	rest := maps.Clone(s)
	maps.DeleteFunc(rest, func(f string, _ bool) bool { return strings.HasSuffix(f, "("+analyzer+")") })
	return rest
}

// inProcess runs the checker that analysistest uses.
func inProcess(t *testing.T, m place) set {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: m.dir, Tests: true}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze(analyzers.All, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := make(set)
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("%v: %v", act, act.Err)
		}
		for _, d := range act.Diagnostics {
			at := act.Package.Fset.Position(d.Pos)
			got.add(m.dir, at.Filename, fmt.Sprintf("%d:%d", at.Line, at.Column), d.Message, act.Analyzer.Name)
		}
	}
	return got
}

// vetLine matches a finding in go vet's output.
var vetLine = regexp.MustCompile(`(?m)^([^\s:][^:\n]*\.go):(\d+:\d+): (\S.*) \(([a-z]+)/[a-z-]+(?:, [a-z]+)?\)$`)

func vetSet(t *testing.T, m place) set {
	res := m.vet(t, "./...")
	got := make(set)
	for _, match := range vetLine.FindAllStringSubmatch(res.stderr, -1) {
		got.add(m.dir, strings.TrimPrefix(match[1], "./"), match[2], match[3], match[4])
	}
	return got
}

func commandSet(t *testing.T, m place) set {
	res := m.cmd(t, "-json", "-nested=false", "./...")
	if res.code == 2 {
		t.Errorf("the command failed: %v", res.stderr)
	}
	var tree map[string]map[string][]struct{ Posn, Message string }
	if err := json.Unmarshal([]byte(res.stdout), &tree); err != nil {
		t.Fatalf("%v: %v", err, res)
	}
	got := make(set)
	for _, results := range tree {
		for analyzer, list := range results {
			for _, d := range list {
				file, at, _ := strings.Cut(d.Posn, ".go:")
				got.add(m.dir, file+".go", at, d.Message, analyzer)
			}
		}
	}
	return got
}

func golangciSet(t *testing.T, m place) set {
	exe, err := golangci()
	if err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile("../plugin/testdata/golangci.yml")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "golangci.yml")
	if err := os.WriteFile(file, config, 0o666); err != nil {
		t.Fatal(err)
	}
	m.env = append(m.env, "GOLANGCI_LINT_CACHE="+filepath.Join(scratch, "golangci-same")) // the modules share dependencies
	res := m.run(t, exe, "run", "--config="+file, "--path-mode=abs", "--output.json.path=stdout", "--show-stats=false", "./...")
	var out struct {
		Issues []struct {
			Text string
			Pos  struct {
				Filename     string
				Line, Column int
			}
		}
	}
	if err := json.NewDecoder(strings.NewReader(res.stdout)).Decode(&out); err != nil {
		t.Fatalf("%v: %v", err, res)
	}
	got := make(set)
	for _, issue := range out.Issues {
		text, _, _ := strings.Cut(issue.Text, "\n") // without what explains it
		analyzer, message, _ := strings.Cut(suffix.ReplaceAllString(text, ""), ": ")
		got.add(m.dir, issue.Pos.Filename, fmt.Sprintf("%d:%d", issue.Pos.Line, issue.Pos.Column), message, analyzer)
	}
	return got
}
