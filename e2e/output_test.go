package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// What cannot be written is an error, for findings, JSON, diffs and pages.
func TestCannotWrite(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": drain("a")})
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("no device that is full: %v", err)
	}
	defer full.Close()
	for _, args := range [][]string{{"./..."}, {"-json", "./..."}, {"-diff", "./..."}, {"explain"}, {"explain", "timerreset"}, {"help"}, {"version"}, {"stacks", "."}} {
		for _, to := range []string{"full disk", "broken pipe"} {
			cmd := exec.Command(tool(t), args...)
			cmd.Dir = m.dir
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			want := "no space left"
			if cmd.Stdout = full; to == "broken pipe" {
				r, w, err := os.Pipe()
				if err != nil {
					t.Fatal(err)
				}
				r.Close()
				defer w.Close()
				cmd.Stdout, want = w, "broken pipe"
			}
			err := cmd.Run()
			if code := cmd.ProcessState.ExitCode(); code != 2 || !strings.Contains(stderr.String(), want) {
				t.Errorf("%v to a %s: exit %d, want 2 (%v): %s", args, to, code, err, &stderr)
			}
		}
	}
}

// A diff can be applied by git and by patch, from the root of the module.
func TestDiffApplies(t *testing.T) {
	files := map[string]string{
		"go.mod":        modFile,
		"a.go":          drain("m"),
		"sub/deep/d.go": strings.TrimSuffix(drain("deep"), "\n"), // without a last newline
		"sub/deep/e.go": strings.ReplaceAll(drain("deep"), "Drain", "Other"),
	}
	fixed := write(t, t.TempDir(), files)
	fixed.cmd(t, "-fix", "./...")
	for _, tt := range []struct {
		name string
		dir  string // in which the command runs
		args []string
		cmd  []string
	}{
		{"git apply", ".", []string{"./..."}, []string{"git", "apply", "changes"}},
		{"git apply, from a folder", "sub/deep", []string{"../../..."}, []string{"git", "apply", "changes"}},
		{"patch", "sub", []string{"../..."}, []string{"patch", "-p1", "-i", "changes"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := exec.LookPath(tt.cmd[0]); err != nil {
				t.Skip(err)
			}
			m := write(t, t.TempDir(), files)
			m.must(t, "git", "init", "-q")
			res := place{dir: filepath.Join(m.dir, tt.dir)}.cmd(t, append([]string{"-diff"}, tt.args...)...)
			write(t, m.dir, map[string]string{"changes": res.stdout})
			m.must(t, tt.cmd[0], tt.cmd[1:]...)
			for name := range files {
				got, want := read(t, filepath.Join(m.dir, name)), read(t, filepath.Join(fixed.dir, name))
				if got != want {
					t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
				}
			}
			m.wantFixed(t, "a.go")
			m.wantFixed(t, "sub/deep/d.go")
		})
	}
}

// -json prints what -fix leaves; -test=false leaves test files as they are.
func TestFixWithOthers(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":      modFile,
		"a/a.go":      drain("a"),
		"a/a_test.go": strings.ReplaceAll(drain("a"), "Drain", "Again"),
		"b/b.go":      "package b\n\n" + bug,
	})
	res := m.cmd(t, "-fix", "-json", "-test=false", "./...")
	var tree map[string]map[string][]struct{ Posn string }
	if err := json.Unmarshal([]byte(res.stdout), &tree); err != nil {
		t.Fatalf("%v: %v", err, res)
	}
	if len(tree) != 1 || len(tree["example.com/m/b"]["timerreset"]) != 1 {
		t.Errorf("want what is left: %v", res)
	}
	res.expect(t, 1, []string{"b.go:5:"}, []string{"fixed 1 file"})
	m.wantFixed(t, "a/a.go")
	if strings.Contains(read(t, filepath.Join(m.dir, "a/a_test.go")), "default:") {
		t.Error("-test=false changed a test file")
	}
	m.cmd(t, "-fix", "./...")
	m.wantFixed(t, "a/a_test.go")
}

// A file that cannot be replaced stays as it was, and nothing is left beside it.
func TestFixAtomic(t *testing.T) {
	if os.Getuid() == 0 {
		full := limited(t)
		m := write(t, full, map[string]string{"go.mod": modFile, "a.go": drain("a")})
		fill(t, full)
		res := m.cmd(t, "-fix", "./...")
		if res.code != 2 || read(t, filepath.Join(m.dir, "a.go")) != drain("a") {
			t.Errorf("want the file as it was, and an error: %v\n%s", res, read(t, filepath.Join(m.dir, "a.go")))
		}
		if left, _ := filepath.Glob(filepath.Join(full, "a.go?*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		return
	}
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": drain("a")})
	if err := os.Chmod(m.dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(m.dir, 0o777)
	m.cmd(t, "-fix", "./...").expect(t, 2, nil, []string{"a.go"})
	if read(t, filepath.Join(m.dir, "a.go")) != drain("a") {
		t.Error("the file is changed")
	}
}

// limited mounts a small file system, which only root can.
func limited(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("cannot mount a small file system: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return dir
}

// fill leaves no room in a file system.
func fill(t *testing.T, dir string) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // it is full
	for {
		if _, err := f.Write(make([]byte, 512)); err != nil {
			return
		}
	}
}

// A line that is very long is shown around its finding.
func TestLongLines(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"a.go":   "package a\n\nimport \"time\"\n\nfunc F() { _ = \"" + strings.Repeat("é", 100_000) + "\"; time.NewTicker(0); _ = \"" + strings.Repeat("x", 100_000) + "\" }\n",
	})
	res := m.run(t, tool(t), "-c=0")
	lines := strings.Split(res.stdout, "\n")
	if len(res.stdout) > 2000 || len(lines) < 3 || !utf8.ValidString(res.stdout) {
		t.Fatalf("%d bytes, of %d lines", len(res.stdout), len(lines))
	}
	before, _, ok := strings.Cut(lines[1], "time.NewTicker(0)")
	if marked, _, _ := strings.Cut(lines[2], "^~~~~~~~~~~~~~~~~"); !ok || utf8.RuneCountInString(marked) != utf8.RuneCountInString(before) {
		t.Errorf("the mark is elsewhere:\n%s\n%s", lines[1], lines[2])
	}
}

// What cannot be written is one clear line.
func TestUnwritable(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": "package a\n\n" + bug, "dir/x": ""})
	for _, tt := range []struct {
		want string
		args []string
	}{
		{"-format sarif=dir: it is a folder", []string{"-format=sarif=dir"}},
		{"-format json=none/x: there is no folder none", []string{"-format=text,json=none/x"}},
		{"baseline: dir: it is a folder", []string{"baseline", "-o=dir"}},
		{"baseline: none/x: there is no folder none", []string{"baseline", "-o=none/x"}},
	} {
		res := m.run(t, tool(t), tt.args...)
		res.expect(t, 2, nil, []string{"golint-incidents: " + tt.want + "\n"})
		if strings.Count(res.stderr, "\n") != 1 {
			t.Errorf("want one line: %v", res)
		}
	}
}

// The last line counts what was analyzed, not what was asked for.
func TestSummaryCounts(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":          modFile,
		"clean/c.go":      "package clean\n\n" + clean,
		"broken/b.go":     "package broken\n\nfunc B() int { return undefined }\n",
		"syntax/s.go":     "package syntax\n\nfunc\n",
		"above/a.go":      "package above\n\nimport _ \"example.com/m/broken\"\n",
		"tests/t_test.go": "package tests_test\n",
		"empty/e.txt":     "",
	})
	for _, tt := range []struct {
		want string
		args []string
	}{
		{"no findings in 0 packages", []string{"./nowhere", "./none"}},
		{"no findings in 0 packages", []string{"nowhere", "none"}},
		{"no findings in 0 packages", []string{"./empty"}},
		{"no findings in 1 package,", []string{"./clean", "./nowhere"}},
		{"no findings in 1 package,", []string{"./clean", "./broken", "./syntax", "./above"}},
		{"no findings in 2 packages,", []string{"./clean", "./tests"}},
		{"no findings in 2 packages,", []string{"./..."}},
	} {
		res := m.run(t, tool(t), tt.args...)
		if !strings.Contains(res.stderr, tt.want) {
			t.Errorf("%v: want %q: %v", tt.args, tt.want, res)
		}
	}
}
