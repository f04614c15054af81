package e2e

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// binary is the built golint-incidents.
var binary = sync.OnceValues(func() (string, error) {
	return build("golint-incidents", "../cmd/golint-incidents")
})

// golangci is the built golangci-lint with the plugin.
var golangci = sync.OnceValues(func() (string, error) {
	return build("golangci-lint", "golangci")
})

var scratch string // for what all tests share

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if scratch, err = os.MkdirTemp("", "e2e"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(scratch)
		return m.Run()
	}())
}

func build(name, dir string) (string, error) {
	exe := filepath.Join(scratch, name)
	cmd := exec.Command("go", "build", "-o", exe, ".")
	cmd.Dir = dir // each in its own module
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build in %s: %w\n%s", dir, err, out)
	}
	return exe, nil
}

// tool returns the built golint-incidents.
func tool(t *testing.T) string {
	t.Helper()
	exe, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return exe
}

// A result is what a command printed, and how it ended.
type result struct {
	stdout, stderr string
	code           int
}

func (r result) String() string {
	return fmt.Sprintf("exit %d\nstdout:\n%s\nstderr:\n%s", r.code, r.stdout, r.stderr)
}

// A place is a folder to run commands in, and their environment.
type place struct {
	dir string
	env []string
}

// run runs a command to its end. A non-zero exit is a result, not a failure.
func (p place) run(t *testing.T, name string, args ...string) result {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = p.dir
	cmd.Env = append(append(os.Environ(), "PWD="+p.dir), p.env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatalf("%s: %v", name, err)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// must runs a command that has to succeed.
func (p place) must(t *testing.T, name string, args ...string) string {
	t.Helper()
	res := p.run(t, name, args...)
	if res.code != 0 {
		t.Fatalf("%s %s: %v", name, strings.Join(args, " "), res)
	}
	return res.stdout
}

// write writes the files of a txtar-like map.
func write(t *testing.T, dir string, files map[string]string) place {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return place{dir: dir}
}

// tree returns a copy of testdata/tree, which a test may change.
func tree(t *testing.T) place {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/tree")); err != nil {
		t.Fatal(err)
	}
	return place{dir: dir}
}

// A finding is what every way to run the analyzers says of one.
type finding struct {
	file    string // relative to the tree
	line    int
	message string
}

func (f finding) at() string     { return fmt.Sprintf("%s:%d", f.file, f.line) }
func (f finding) String() string { return fmt.Sprintf("%s:%d: %s", f.file, f.line, f.message) }

// printed matches a finding as go vet and the command print it; related
// information is indented, before or after its position.
var printed = regexp.MustCompile(`(?m)^([^\s:][^:\n]*\.go):(\d+):\d+: (\S.*)$`)

// suffix is the rule behind a message, and what is weak about its evidence.
var suffix = regexp.MustCompile(` \([a-z-]+/[a-z-]+(, [a-z]+)?\)$`)

// findings returns the findings in text, whose file names are relative to dir,
// sorted.
func findings(t *testing.T, text, dir string) []finding {
	t.Helper()
	var list []finding
	for _, m := range printed.FindAllStringSubmatch(text, -1) {
		line, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		message := suffix.ReplaceAllString(m[3], "")
		list = append(list, finding{filepath.ToSlash(filepath.Join(dir, m[1])), line, message})
	}
	sortFindings(list)
	return list
}

func sortFindings(list []finding) {
	slices.SortFunc(list, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.message, b.message))
	})
}

// places returns where the findings are.
func places(list []finding) []string {
	var at []string
	for _, f := range list {
		at = append(at, f.at())
	}
	return at
}

// wanted returns the places that are marked in the tree's files, sorted as findings are.
func (p place) wanted(t *testing.T) []string {
	t.Helper()
	var list []finding
	err := filepath.WalkDir(p.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(p.dir, path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(data), "\n") {
			if strings.HasSuffix(line, "// want") {
				list = append(list, finding{filepath.ToSlash(rel), i + 1, ""})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sortFindings(list)
	return places(list)
}

// expect fails the test unless a command ended with the code and wrote the parts.
func (r result) expect(t *testing.T, code int, stdout, stderr []string) {
	t.Helper()
	if r.code != code {
		t.Errorf("want exit %d: %v", code, r)
	}
	for _, part := range stdout {
		if !strings.Contains(r.stdout, part) {
			t.Errorf("want %q on stdout: %v", part, r)
		}
	}
	for _, part := range stderr {
		if !strings.Contains(r.stderr, part) {
			t.Errorf("want %q on stderr: %v", part, r)
		}
	}
	if len(stdout) == 0 && r.stdout != "" {
		t.Errorf("want nothing on stdout: %v", r)
	}
	if len(stderr) == 0 && r.stderr != "" {
		t.Errorf("want nothing on stderr: %v", r)
	}
}

// check compares where findings are with where they should be.
func check(t *testing.T, got []finding, want []string) {
	t.Helper()
	if !slices.Equal(places(got), want) {
		var b strings.Builder
		for _, f := range got {
			fmt.Fprintf(&b, "\n\t%v", f)
		}
		t.Errorf("got findings:%s\nwant them at:\n\t%s", &b, strings.Join(want, "\n\t"))
	}
}
