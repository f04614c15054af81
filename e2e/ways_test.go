package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ways are the ways to run the analyzers. Each returns the findings in the given
// modules of a tree.
var ways = []struct {
	name string
	run  func(t *testing.T, tr place, modules ...string) []finding
}{
	{"command", standalone},
	{"go vet", goVet},
	{"golangci-lint", golangciLint},
	{"pre-commit", preCommit},
}

// modules are the folders of the tree's modules.
var modules = []string{".", "nested"}

// All ways to run the analyzers report the same on the same tree: what is marked
// in it, in test files and in the nested module too, and nothing in generated code
// or where a directive suppresses it.
func TestWays(t *testing.T) {
	seen := make(map[string][]finding)
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			tr := tree(t)
			got := way.run(t, tr, modules...)
			seen[way.name] = got
			check(t, got, tr.wanted(t))
		})
	}
	for name, got := range seen {
		if want := seen["command"]; want != nil && !slices.Equal(got, want) {
			t.Errorf("%s and the command differ:\n%s:\n\t%v\ncommand:\n\t%v", name, name, got, want)
		}
	}
}

func standalone(t *testing.T, tr place, modules ...string) []finding {
	res := tr.run(t, tool(t), "./...")
	if res.code != 1 {
		t.Errorf("want exit 1: %v", res)
	}
	return findings(t, res.stdout, ".")
}

func goVet(t *testing.T, tr place, modules ...string) []finding {
	var all []finding
	for _, dir := range modules {
		module := place{filepath.Join(tr.dir, dir), tr.env}
		res := module.run(t, "go", "vet", "-vettool="+tool(t), "./...")
		if res.code != 1 {
			t.Errorf("want exit 1: %v", res)
		}
		all = append(all, findings(t, res.stderr, dir)...)
	}
	sortFindings(all)
	return all
}

func golangciLint(t *testing.T, tr place, modules ...string) []finding {
	config, err := os.ReadFile("../plugin/testdata/golangci.yml")
	if err != nil {
		t.Fatal(err)
	}
	return golangciRun(t, tr, string(config), modules...)
}

// golangciRun runs golangci-lint with a configuration.
func golangciRun(t *testing.T, tr place, config string, modules ...string) []finding {
	t.Helper()
	exe, err := golangci()
	if err != nil {
		t.Fatal(err)
	}
	var all []finding
	for _, dir := range modules {
		module := place{filepath.Join(tr.dir, dir), append([]string{"GOLANGCI_LINT_CACHE=" + t.TempDir()}, tr.env...)}
		file := filepath.Join(t.TempDir(), "golangci.yml")
		if err := os.WriteFile(file, []byte(config), 0o666); err != nil {
			t.Fatal(err)
		}
		res := module.run(t, exe, "run", "--config="+file, "--path-mode=abs", "--output.json.path=stdout", "--show-stats=false", "./...")
		if res.code > 1 {
			t.Fatalf("want exit 0 or 1: %v", res)
		}
		var out struct {
			Issues []struct {
				FromLinter, Text string
				Pos              struct {
					Filename string
					Line     int
				}
			}
		}
		if err := json.NewDecoder(strings.NewReader(res.stdout)).Decode(&out); err != nil {
			t.Fatalf("%v: %v", err, res)
		}
		for _, issue := range out.Issues {
			text, _, _ := strings.Cut(issue.Text, "\n") // without what explains it
			analyzer, message, ok := strings.Cut(suffix.ReplaceAllString(text, ""), ": ")
			if !ok || issue.FromLinter != "golint-incidents" || strings.ContainsAny(analyzer, "/.") {
				t.Errorf("not a finding of this project: %+v", issue)
			}
			file, err := filepath.Rel(tr.dir, issue.Pos.Filename)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, finding{filepath.ToSlash(file), issue.Pos.Line, message})
		}
	}
	sortFindings(all)
	return all
}

// needPreCommit skips the test if pre-commit is missing, but not in CI.
func needPreCommit(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("pre-commit"); err == nil {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatal("pre-commit is not installed, and CI is set")
	}
	t.Skip("pre-commit is not installed (Debian: apt-get install pre-commit)")
}

// repository makes a git repository of the tree, whose pre-commit
// configuration takes the hook from this project's work tree.
func repository(t *testing.T, tr place) place {
	t.Helper()
	hooks := project(t).dir
	rev := commit(t, place{dir: hooks})
	write(t, tr.dir, map[string]string{".pre-commit-config.yaml": "repos:\n" +
		"  - repo: file://" + filepath.ToSlash(hooks) + "\n" +
		"    rev: " + rev + "\n" +
		"    hooks:\n" +
		"      - id: golint-incidents\n"})
	commit(t, tr)
	goModCache := strings.TrimSpace(tr.must(t, "go", "env", "GOMODCACHE"))
	tr.env = append(tr.env, "PRE_COMMIT_HOME="+preCommitHome(t), "GOMODCACHE="+goModCache, "PRE_COMMIT_COLOR=never")
	return tr
}

// project returns a copy of this project's work tree.
func project(t *testing.T) place {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	p := place{dir: t.TempDir()}
	for name := range strings.SplitSeq(place{dir: root}.must(t, "git", "ls-files", "-co", "--exclude-standard", "-z"), "\x00") {
		data, err := os.ReadFile(filepath.Join(root, name))
		if name == "" || err != nil {
			continue // deleted in the work tree
		}
		write(t, p.dir, map[string]string{name: string(data)})
	}
	return p
}

// preCommitHome returns a folder for pre-commit's environments. The Go command
// makes parts of GOPATH read-only, so that t.TempDir could not remove them.
func preCommitHome(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(scratch, "pre-commit")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				os.Chmod(path, 0o777)
			}
			return nil
		})
	})
	return dir
}

// commit makes a commit of all files in a folder, and returns its hash.
func commit(t *testing.T, p place) string {
	t.Helper()
	p.must(t, "git", "init", "-q")
	p.must(t, "git", "add", "-A", "-f")
	p.must(t, "git", "-c", "user.name=e2e", "-c", "user.email=e2e@example.com", "-c", "commit.gpgsign=false",
		"commit", "-q", "--no-verify", "-m", "all")
	return strings.TrimSpace(p.must(t, "git", "rev-parse", "HEAD"))
}

func preCommit(t *testing.T, tr place, modules ...string) []finding {
	needPreCommit(t)
	res := repository(t, tr).run(t, "pre-commit", "run", "--all-files")
	if res.code != 1 || !strings.Contains(res.stdout, "exit code: 1") {
		t.Errorf("want the hook to exit 1: %v", res)
	}
	return findings(t, res.stdout, ".")
}

// The hook looks at the packages of the changed files only, and at all of a
// module whose go.mod changed.
func TestPreCommitChangedFiles(t *testing.T) {
	needPreCommit(t)
	repo := repository(t, tree(t))
	run := func(want []string, files ...string) {
		t.Helper()
		res := repo.run(t, "pre-commit", append([]string{"run", "--files"}, files...)...)
		check(t, findings(t, res.stdout, "."), want)
		if wantCode := min(len(want), 1); res.code != wantCode {
			t.Errorf("want exit %d: %v", wantCode, res)
		}
	}
	run([]string{"nested/n/n.go:7"}, "nested/n/n.go")
	run([]string{"nested/n/n.go:7"}, "nested/go.mod")
	run([]string{"c/c.go:9"}, "c/tagged.go", "c/deleted.go", "gone/gone.go")
	run(nil, "quiet/suppressed.go")
}
