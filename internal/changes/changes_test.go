package changes

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/finding"
)

func TestSince(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=T", "-c", "user.email=t@example.com"}, args...)...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	file := func(name, content string) string {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		return name
	}
	lines := strings.Split("// 1\n// 2\n// 3\n// 4\n// 5\n// 6\n// 7\n// 8\n// 9\n// 10\n", "\n")
	a := file("sub/a.go", strings.Join(lines, "\n"))
	run("init", "-q")
	run("add", ".")
	run("commit", "-qm", "first")
	lines[2] = "++ b/other.go"              // as if it were a head
	lines = append(lines[:6], lines[8:]...) // the lines 7 and 8 go
	file("sub/a.go", strings.Join(lines, "\n"))
	b := file("sub/b.go", "// new\n")

	c, err := Since(t.Context(), filepath.Join(dir, "sub"), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	place := func(file string, line int) finding.Span {
		p := finding.Position{File: file, Line: line, Column: 1}
		return finding.Span{Start: p, End: p}
	}
	for line := 1; line <= 8; line++ {
		want := line == 3 || line == 6 || line == 7
		if got := c.Touches(&finding.Finding{Span: place(a, line)}); got != want {
			t.Errorf("line %d of a.go: %v", line, got)
		}
	}
	for name, f := range map[string]*finding.Finding{
		"a place of its trace": {Span: place(a, 1), Trace: []finding.Step{{Span: place(a, 3)}}},
		"a new file":           {Span: place(b, 1)},
	} {
		if !c.Touches(f) {
			t.Errorf("%s is not new", name)
		}
	}
	if c.Touches(&finding.Finding{Span: place("/elsewhere/a.go", 3)}) {
		t.Error("a file of another tree is new")
	}
	old := t.TempDir()
	if err := c.Extract(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(old, "sub", "a.go")); err != nil || strings.Contains(string(data), "other.go") {
		t.Errorf("the file of the revision: %v\n%s", err, data)
	}
	if _, err := Since(t.Context(), dir, "nowhere"); err == nil || !strings.Contains(err.Error(), `no revision "nowhere"`) {
		t.Errorf("a revision that does not exist: %v", err)
	}
	if _, err := Since(t.Context(), t.TempDir(), "HEAD"); err == nil || !strings.Contains(err.Error(), "not in a work tree") {
		t.Errorf("a folder without git: %v", err)
	}
}
