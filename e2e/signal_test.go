//go:build unix

package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// slow is a folder with a go command that, when it is asked to vet, starts a
// child which ignores interrupts, makes a temporary folder, and waits.
func slow(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	goCmd, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	script := `#!/bin/sh
case "$1" in
vet)
	work=$(mktemp -d "$GOTMPDIR/go-buildXXXX")
	echo $$ >"` + dir + `/pids"
	sh -c 'trap "" INT TERM; sleep 60' &
	echo $! >>"` + dir + `/pids"
	touch "` + dir + `/started"
	wait
	;;
*) exec "` + goCmd + `" "$@" ;;
esac
`
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte(script), 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A signal ends go and what go has started, leaves no folder behind, and shows in
// the exit code.
func TestSignals(t *testing.T) {
	for _, tt := range []struct {
		signal syscall.Signal
		code   int
	}{{syscall.SIGINT, 130}, {syscall.SIGTERM, 143}} {
		t.Run(tt.signal.String(), func(t *testing.T) {
			m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": "package a\n\n" + bug})
			bin, tmp := slow(t), t.TempDir()
			cmd := exec.Command(tool(t), "./...")
			cmd.Dir = m.dir
			cmd.Env = append(os.Environ(), "PWD="+m.dir, "TMPDIR="+tmp, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			until(t, "go vet is started", func() bool { _, err := os.Stat(filepath.Join(bin, "started")); return err == nil })
			if err := cmd.Process.Signal(tt.signal); err != nil {
				t.Fatal(err)
			}
			cmd.Wait() // the exit code tells
			if code := cmd.ProcessState.ExitCode(); code != tt.code {
				t.Errorf("exit %d, want %d: %s", code, tt.code, &out)
			}
			pids, err := os.ReadFile(filepath.Join(bin, "pids"))
			if err != nil {
				t.Fatal(err)
			}
			for field := range strings.FieldsSeq(string(pids)) {
				pid, err := strconv.Atoi(field)
				if err != nil {
					t.Fatal(err)
				}
				until(t, "process "+field+" has ended", func() bool { return !alive(pid) })
			}
			if left, _ := filepath.Glob(filepath.Join(tmp, "*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// alive reports whether a process runs, and is not waited for only.
func alive(pid int) bool {
	out, err := exec.Command("ps", "-o", "stat=", "-p", strconv.Itoa(pid)).Output()
	state := strings.TrimSpace(string(out))
	return err == nil && state != "" && !strings.HasPrefix(state, "Z")
}

// until waits for a condition, a minute at most.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 1200 {
		if ok() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("not within a minute: %s", what)
}

// Killed in the middle with the real go command, the next run finds all the same.
func TestKilledRun(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"a/a.go": "package a\n\nimport \"time\"\n\nfunc Bug() { time.NewTicker(0) }\n",
		"b/b.go": "package b\n\nimport (\n\t\"time\"\n\n\t\"example.com/m/a\"\n)\n\nfunc B() {\n\ta.Bug()\n\ttime.NewTicker(0)\n}\n",
	})
	m.env = []string{"GOCACHE=" + t.TempDir()}
	for _, after := range []time.Duration{300 * time.Millisecond, 2 * time.Second} {
		cmd := exec.Command(tool(t), "./...")
		cmd.Dir = m.dir
		cmd.Env = append(append(os.Environ(), "PWD="+m.dir), m.env...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after)
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // it may have ended
		cmd.Wait()                                      // it was killed
	}
	check(t, findings(t, m.cmd(t, "./...").stdout, "."), []string{"a/a.go:5", "b/b.go:11"})
}

// Two runs at once find the same as one.
func TestTwoRuns(t *testing.T) {
	tr := tree(t)
	tr.env = []string{"GOCACHE=" + t.TempDir()}
	want := tr.wanted(t)
	results := make(chan result, 2)
	for range cap(results) {
		go func() { results <- tr.run(t, tool(t), "./...") }()
	}
	for range cap(results) {
		check(t, findings(t, (<-results).stdout, "."), want)
	}
}

// A dependency that does not compile, a file that cannot be read, a cache that
// cannot be written: each is said, nothing else is lost, and when it is mended
// the next run finds what was missing.
func TestFaults(t *testing.T) {
	files := map[string]string{
		"go.mod": modFile,
		"a/a.go": "package a\n\n" + bug,
		"b/b.go": "package b\n\nimport \"example.com/m/a\"\n\nfunc B() { a.Bug() }\n",
		"c/c.go": "package c\n\n" + bug,
	}
	all := []string{"a/a.go:5", "c/c.go:5"}
	t.Run("dependency", func(t *testing.T) {
		m := write(t, t.TempDir(), files)
		write(t, m.dir, map[string]string{"a/a.go": files["a/a.go"] + "\nvar x int = \"\"\n"})
		res := m.cmd(t, "./...")
		check(t, findings(t, res.stdout, "."), []string{"c/c.go:5"})
		res.expect(t, 2, []string{"c.go"}, []string{"a/a.go:7:", "example.com/m/b was not analyzed"})
		write(t, m.dir, files)
		check(t, findings(t, m.cmd(t, "./...").stdout, "."), all)
	})
	t.Run("unreadable", func(t *testing.T) {
		if os.Getuid() == 0 {
			t.Skip("root reads every file; the dangling link stands for it")
		}
		m := write(t, t.TempDir(), files)
		if err := os.Chmod(filepath.Join(m.dir, "a/a.go"), 0); err != nil {
			t.Fatal(err)
		}
		res := m.cmd(t, "./...")
		check(t, findings(t, res.stdout, "."), []string{"c/c.go:5"})
		res.expect(t, 2, []string{"c.go"}, []string{"a/a.go"})
	})
	t.Run("dangling link", func(t *testing.T) {
		m := write(t, t.TempDir(), files)
		if err := os.Symlink("nowhere", filepath.Join(m.dir, "a/z.go")); err != nil {
			t.Skipf("no symbolic links: %v", err)
		}
		res := m.cmd(t, "./...")
		check(t, findings(t, res.stdout, "."), []string{"c/c.go:5"})
		res.expect(t, 2, []string{"c.go"}, []string{"z.go"})
		if err := os.Remove(filepath.Join(m.dir, "a/z.go")); err != nil {
			t.Fatal(err)
		}
		check(t, findings(t, m.cmd(t, "./...").stdout, "."), all)
	})
	t.Run("cache", func(t *testing.T) {
		m := write(t, t.TempDir(), files)
		m.env = []string{"GOCACHE=/dev/full/cache"}
		res := m.cmd(t, "./...")
		res.expect(t, 2, nil, []string{"/dev/full"})
		m.env = nil
		check(t, findings(t, m.cmd(t, "./...").stdout, "."), all)
	})
}

// What go has lost of its cache is found again: it keeps the facts of a package
// before it keeps what the tool printed, and may be killed in between.
func TestLostOutput(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":      modFile,
		"a/a.go":      "package a\n\n" + bug,
		"a/x_test.go": "package a_test\n\n" + bug,
		"b/b.go":      "package b\n\n" + clean,
	})
	cache := t.TempDir()
	m.env = []string{"GOCACHE=" + cache}
	want := []string{"a/a.go:5", "a/x_test.go:5"}
	check(t, findings(t, m.cmd(t, "./...").stdout, "."), want)
	removed := 0
	err := filepath.WalkDir(cache, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "-d") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(data, []byte(`"category": "unit"`)) {
			return err
		}
		removed++
		return os.Remove(path)
	})
	if err != nil || removed == 0 {
		t.Fatalf("removed %d outputs from go's cache (%v)", removed, err)
	}
	check(t, findings(t, m.cmd(t, "./...").stdout, "."), want)
}
