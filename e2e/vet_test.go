package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	modFile = "module example.com/m\n\ngo 1.24\n"
	bug     = "import \"time\"\n\nfunc Bug() { time.NewTicker(0) }\n"
	clean   = "func Clean() {}\n"
)

// vet runs go vet with the tool under test. Go's build cache holds nothing of
// the packages of a test when it begins: their folders have new names.
func (p place) vet(t *testing.T, args ...string) result {
	t.Helper()
	return p.run(t, "go", append([]string{"vet", "-vettool=" + tool(t)}, args...)...)
}

// A finding in a package must not depend on what was vetted before: cmd/go 1.26
// keeps the (empty) output of the run for facts on a, and replays it.
func TestNoLostDiagnostics(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":      modFile,
		"a/a.go":      "package a\n\n" + bug,
		"a/x_test.go": "package a_test\n", // of another package: a is still vetted by itself
		"b/b.go":      "package b\n\nimport \"example.com/m/a\"\n\nfunc B() { a.Bug() }\n",
	})
	m.vet(t, "./b") // may also report what is wrong with a
	for _, pattern := range []string{"./a", "./...", "./a"} {
		res := m.vet(t, pattern)
		res.expect(t, 1, nil, []string{"a/a.go:5:"})
		if n := strings.Count(res.stderr, "a/a.go:5:"); n != 1 {
			t.Errorf("go vet %s reports %d times, want once: %v", pattern, n, res)
		}
	}
}

// The same across modules of one repository that replace each other.
func TestNoLostDiagnosticsOfReplacedModule(t *testing.T) {
	root := write(t, t.TempDir(), map[string]string{
		"lib/go.mod": "module example.com/lib\n\ngo 1.24\n",
		"lib/lib.go": "package lib\n\n" + bug,
		"app/go.mod": "module example.com/app\n\ngo 1.24\n\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../lib\n",
		"app/app.go": "package app\n\nimport \"example.com/lib\"\n\nfunc A() { lib.Bug() }\n",
	})
	place{dir: filepath.Join(root.dir, "app")}.vet(t, "./...")
	place{dir: filepath.Join(root.dir, "lib")}.vet(t, "./...").expect(t, 1, nil, []string{"lib.go:5:"})
}

// A package with tests of its own is reported once: by the unit that holds them.
func TestNoDoubles(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":      modFile,
		"a/a.go":      "package a\n\n" + bug,
		"a/a_test.go": "package a\n",
		"b/b.go":      "package b\n\nimport \"example.com/m/a\"\n\nfunc B() { a.Bug() }\n",
		"c/c.go":      "package c\n\n" + bug,
		"b/x_test.go": "package b_test\n\nimport _ \"example.com/m/c\"\n",
		"c/z_test.go": "//go:build special\n\npackage c\n", // not of this build
	})
	// The tests of q import r, which imports q: r is compiled a second time, for
	// them, and so is s. go vet runs the second ones for their facts.
	write(t, m.dir, map[string]string{
		"q/q.go":      "package q\n\n" + clean,
		"q/q_test.go": "package q\n\nimport \"testing\"\n\nfunc TestQ(*testing.T) {}\n",
		"q/x_test.go": "package q_test\n\nimport _ \"example.com/m/s\"\n",
		"r/r.go":      "package r\n\n" + bug,
		"r/import.go": "package r\n\nimport \"example.com/m/q\"\n\nvar _ = q.Clean\n",
		"s/s.go":      "package s\n\nimport _ \"example.com/m/r\"\n\n" + bug,
	})
	res := m.vet(t, "./...")
	for _, at := range []string{"a/a.go:5:", "c/c.go:5:", "r/r.go:5:", "s/s.go:7:"} {
		if n := strings.Count(res.stderr, at); n != 1 {
			t.Errorf("%s is reported %d times, want once: %v", at, n, res)
		}
	}
}

// go vet -fix writes to the packages that were named, not to those they import.
func TestFixOnlyNamedPackages(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"a/a.go": drain("a"),
		"b/b.go": "package b\n\nimport \"example.com/m/a\"\n\nfunc B() { a.Drain(0) }\n",
	})
	m.vet(t, "-fix", "./b").expect(t, 0, nil, nil)
	data, err := os.ReadFile(filepath.Join(m.dir, "a/a.go"))
	if err != nil {
		t.Fatal(err)
	}
	if string(data) != drain("a") {
		t.Errorf("go vet -fix ./b changed a/a.go:\n%s", data)
	}
	m.vet(t, "-fix", "./a")
	m.wantFixed(t, "a/a.go")
	m.vet(t, "./...").expect(t, 0, nil, nil)
}

// -diff shows a fix and writes nothing, also when facts about the package were
// computed before.
func TestVetDiff(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"a/a.go": drain("a"),
		"b/b.go": "package b\n\nimport \"example.com/m/a\"\n\nfunc B() { a.Drain(0) }\n",
	})
	m.vet(t, "-fix", "-diff", "./b")
	m.vet(t, "-fix", "-diff", "./a").expect(t, 1, []string{"a.go", "\n+", "select {"}, nil)
	m.vet(t, "./a").expect(t, 1, nil, []string{"a/a.go:9:"})
}

func TestGoFix(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": drain("a")})
	m.run(t, "go", "fix", "-fixtool="+tool(t), "./...").expect(t, 0, nil, nil)
	m.wantFixed(t, "a.go")
}

// drain returns a file whose bug a program can fix: the timer's one value was
// received already.
func drain(pkg string) string {
	return "package " + pkg + `

import "time"

func Drain(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	if !t.Stop() {
		<-t.C
	}
}
`
}

// wantFixed fails the test unless the drain in the file blocks no more.
func (p place) wantFixed(t *testing.T, name string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), "default:") {
		t.Errorf("the drain in %s was not made non-blocking (does the analyzer suggest a fix?):\n%s", name, data)
	}
}

// The flags of go vet reach the analyzers.
func TestVetFlags(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": "package a\n\n" + bug})
	m.vet(t, "./...").expect(t, 1, nil, []string{"a.go:5:"})
	m.vet(t, "-timerreset", "./...").expect(t, 1, nil, []string{"a.go:5:"})
	m.vet(t, "-timerreset=false", "./...").expect(t, 0, nil, nil)
	m.vet(t, "-json", "./...").expect(t, 0, []string{`"timerreset": [`, "a.go:5:"}, nil)
	m.vet(t, "-nosuch", "./...").expect(t, 2, nil, []string{"nosuch"})
}

// A warm run of an unchanged tree does not start the tool.
func TestWarmRun(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	wrapper := filepath.Join(dir, "wrapper")
	script := "#!/bin/sh\nfor last; do :; done\ncase \"$last\" in *.cfg) echo \"$last\" >> '" + log + "';; esac\nexec '" + tool(t) + "' \"$@\"\n"
	if err := os.WriteFile(wrapper, []byte(script), 0o777); err != nil {
		t.Fatal(err)
	}
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": "package a\n\n" + bug})
	calls := func() int {
		os.Remove(log) // missing if the tool was not started
		m.run(t, "go", "vet", "-vettool="+wrapper, "./...").expect(t, 1, nil, []string{"a.go:5:"})
		data, err := os.ReadFile(log)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return strings.Count(string(data), "\n")
	}
	if n := calls(); n == 0 {
		t.Error("a cold run did not start the tool: the test sees nothing")
	}
	if n := calls(); n != 0 {
		t.Errorf("a warm run started the tool %d times", n)
	}
}
