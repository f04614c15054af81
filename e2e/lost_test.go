package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Without modules, packages lie below GOPATH.
func TestGopath(t *testing.T) {
	gopath := t.TempDir()
	m := write(t, filepath.Join(gopath, "src", "example.com", "m"), map[string]string{
		"m.go":   "package m\n\n" + bug,
		"a/a.go": "package a\n\n" + bug,
		"b/b.go": "package b\n\nimport \"example.com/m/a\"\n\nfunc B() { a.Bug() }\n",
	})
	m.env = []string{"GOPATH=" + gopath, "GO111MODULE=off", "GOFLAGS="}
	for _, tt := range []struct {
		args []string
		want []string
	}{
		{nil, []string{"a/a.go:5", "a/a.go:5", "m.go:5", "m.go:5"}}, // it panics and is not stopped
		{[]string{"."}, []string{"m.go:5", "m.go:5"}},
		{[]string{"./a"}, []string{"a/a.go:5", "a/a.go:5"}},
		{[]string{"example.com/m/..."}, []string{"a/a.go:5", "a/a.go:5", "m.go:5", "m.go:5"}},
		{[]string{"./b"}, nil},
	} {
		res := m.cmd(t, tt.args...)
		check(t, findings(t, res.stdout, "."), tt.want)
		if res.code != min(len(tt.want), 1) {
			t.Errorf("%v: %v", tt.args, res)
		}
	}
}

// A package whose folder is a link is what the go command takes it for: a
// package of the module that the link is in.
func TestLinkedFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"away/link.go": "package linked\n\n" + bug,
		"mod/go.mod":   "module example.com/mod\n\ngo 1.24\n",
		"mod/m.go":     "package mod\n\n" + bug,
		"m/go.mod":     modFile,
		"m/a/a.go":     "package a\n\n" + clean,
	})
	m := place{dir: filepath.Join(dir, "m")}
	for link, to := range map[string]string{"m/linked": "away", "m/mod": "mod", "other": "m"} {
		if err := os.Symlink(filepath.Join(dir, to), filepath.Join(dir, link)); err != nil {
			t.Skipf("no symbolic links: %v", err)
		}
	}
	check(t, findings(t, m.cmd(t, "./linked").stdout, "."), []string{"linked/link.go:5"})
	check(t, findings(t, m.cmd(t, "example.com/m/linked").stdout, "."), []string{"linked/link.go:5"})
	check(t, findings(t, m.cmd(t, filepath.Join(m.dir, "linked")).stdout, "."), []string{"linked/link.go:5"})
	check(t, findings(t, m.cmd(t, "./mod").stdout, "."), []string{"mod/m.go:5"}) // a module, as a link to one is
	inside := place{dir: filepath.Join(m.dir, "linked")}
	check(t, findings(t, inside.cmd(t, ".").stdout, "."), []string{"link.go:5"})
	check(t, findings(t, place{dir: filepath.Join(dir, "other")}.cmd(t, "./linked").stdout, "."), []string{"linked/link.go:5"})
}

// What is named is printed, by whatever pattern; what that imports is not.
func TestOnlyNamedPackages(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":      modFile,
		"a/a.go":      "package a\n\n" + bug,
		"b/b.go":      "package b\n\nimport \"example.com/m/a\"\n\nfunc B() { a.Bug() }\n",
		"b/x_test.go": "package b_test\n\n" + bug,
	})
	for _, arg := range []string{"./b", "example.com/m/b", "example.com/m/b/...", filepath.Join(m.dir, "b")} {
		check(t, findings(t, m.cmd(t, arg).stdout, "."), []string{"b/x_test.go:5"})
	}
	check(t, findings(t, m.cmd(t, "a/a.go").stdout, "."), []string{"a/a.go:5"})
}

// What is not analyzed is said in one line, and is no failure.
func TestNotes(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		env   string
		args  []string
		note  string
	}{
		{"empty module", map[string]string{"README.md": ""}, "", nil, "./... matched no packages; nothing was analyzed"},
		{"only cgo, which is off", map[string]string{"a/a.go": "package a\n\nimport \"C\"\n"}, "CGO_ENABLED=0", nil, "skipped 1 file that uses cgo, as cgo is off"},
		{"only cgo by name", map[string]string{"a/a.go": "package a\n\nimport \"C\"\n"}, "CGO_ENABLED=0", []string{"./a"}, "skipped 1 file that uses cgo, as cgo is off"},
		{"another system", map[string]string{"a/a.go": "//go:build linux\n\npackage a\n\n" + bug}, "GOOS=windows", nil, "./... matched no packages: skipped 1 folder with Go files, none of them for this build (GOOS=windows, "},
		{"another system by name", map[string]string{"a/a_linux.go": "package a\n\n" + bug, "b/b.go": "package b\n"}, "GOOS=windows", []string{"./a", "./b"}, "skipped 1 package without a file for this build (GOOS=windows, "},
		{"changed files of no package", map[string]string{"README.md": "", "a.go": "package a\n"}, "", []string{"-files", "README.md"}, "none of the files is part of a package"},
		{"changed files that are missing", map[string]string{"a/a.go": "package a\n"}, "", []string{"-files", "a/a.go", "gone/b.go"}, "skipped 1 file that cannot be found: gone/b.go"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := write(t, t.TempDir(), tt.files)
			write(t, m.dir, map[string]string{"go.mod": modFile})
			m.env = []string{tt.env}
			if tt.env == "" {
				m.env = nil
			}
			res := m.cmd(t, tt.args...)
			res.expect(t, 0, nil, []string{tt.note})
			if n := strings.Count(res.stderr, "\n"); n != 1 {
				t.Errorf("want one line: %v", res)
			}
		})
	}
}

// What go says is said once, though it is asked several times.
func TestMessagesOnce(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":      modFile,
		"bug/a.go":    "package bug\n\n" + bug,
		"broken/b.go": "package broken\n\nfunc B() int { return undefined }\n",
		"syntax/s.go": "package syntax\n\nfunc\n",
	})
	res := m.cmd(t, "./...")
	for _, part := range []string{"undefined: undefined", "syntax/s.go:3:", "could not be analyzed"} {
		if n := strings.Count(res.stderr, part); n != 1 {
			t.Errorf("%q is printed %d times, want once: %v", part, n, res)
		}
	}
	res = place{dir: t.TempDir()}.cmd(t, ".")
	if n := strings.Count(res.stderr, "go.mod file not found"); res.code != 2 || n != 1 {
		t.Errorf("outside of a module: want one message: %v", res)
	}
}

// Directives do the same in every way to run the analyzers.
func TestDirectives(t *testing.T) {
	files := map[string]string{
		"go.mod": modFile,
		"a/a.go": `package a

import "time"

func A() {
	time.NewTicker(0) //nolint:timerreset
	time.NewTicker(0) // nolint:timerreset
	time.NewTicker(0) //nolint:golint-incidents
	time.NewTicker(0) //nolint
	//lint:ignore golint-incidents the panic is the test
	time.NewTicker(0)
	// lint:ignore timerreset the space is wrong
	time.NewTicker(0)
	/*lint:ignore timerreset the form is wrong*/
	time.NewTicker(0)
	//lint:ignroe timerreset the word is wrong
	time.NewTicker(0)
	//lint:ignore timerreset two lines too high

	time.NewTicker(0)
}

//nolint:golint-incidents // for all of it
func B() {
	time.NewTicker(0)
	time.NewTicker(0)
}
`,
		"b/b.go": "//nolint:timerreset\npackage b\n\n" + bug,
		"c/c.go": "//lint:file-ignore timerreset reason\npackage c\n\n" + bug,
		"d/d.go": "//nolint:golint-incidents\npackage d\n\n" + bug,
		"e/e.go": "//nolint\npackage e\n\n" + bug,
	}
	want := []string{
		"a/a.go:12: // lint:ignore suppresses nothing because of the space: write //lint:ignore",
		"a/a.go:13: time.NewTicker panics:",
		"a/a.go:14: /*lint:ignore*/ suppresses nothing: write //lint:ignore",
		"a/a.go:15: time.NewTicker panics:",
		"a/a.go:16: //lint:ignroe suppresses nothing: did you mean //lint:ignore?",
		"a/a.go:17: time.NewTicker panics:",
		"a/a.go:18: //lint:ignore timerreset suppresses nothing: timerreset reports nothing in line 18, which it covers; its nearest finding is in line 17",
		"a/a.go:20: time.NewTicker panics:",
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			if way.name == "pre-commit" {
				t.Skip("runs the command")
			}
			got := way.run(t, write(t, t.TempDir(), files), ".")
			expectPrefixes(t, got, want)
		})
	}
}

// A directive for several analyzers, or for all, that suppresses nothing in any of them is
// reported once. One that names another tool's check, too, is not, nor one where not all
// analyzers run. golangci-lint has nolint directives of its own, which cover themselves.
func TestIdleDirectives(t *testing.T) {
	files := map[string]string{
		"go.mod": modFile,
		"a/a.go": `package a

import "time"

func A() {
	//lint:ignore golint-incidents nothing is wrong here
	time.NewTicker(1)

	time.NewTicker(0) //lint:ignore maprace,timerreset the panic is the test
	//lint:ignore maprace,cgoalloc/never-freed two lines too high

	time.NewTicker(0)
	//lint:ignore golint-incidents,SA1000 another tool has it
	println()
	//lint:ignore * all tools
	println()
}

//nolint
func B() {}

//nolint:golint-incidents // was wrong once
func C() {}
`,
		"b/b.go":      "//lint:file-ignore golint-incidents generated once\n\npackage b\n",
		"b/b_test.go": "package b\n\nimport \"testing\"\n\nfunc TestB(t *testing.T) {\n\t//lint:ignore golint-incidents,timerreset no\n\tprintln()\n}\n",
	}
	want := []string{
		"a/a.go:6: //lint:ignore golint-incidents suppresses nothing: golint-incidents reports nothing in line 7, which it covers; its nearest finding is in line 9",
		"a/a.go:10: //lint:ignore maprace,cgoalloc/never-freed suppresses nothing: maprace,cgoalloc/never-freed report nothing in line 10, which it covers; they report nothing in this file; remove the directive",
		"a/a.go:12: time.NewTicker panics:",
		"a/a.go:22: //nolint:golint-incidents suppresses nothing: golint-incidents reports nothing in line 23, which it covers; its nearest finding is in line 12",
		"b/b.go:1: //lint:file-ignore golint-incidents suppresses nothing: golint-incidents reports nothing in this file; remove it",
		"b/b_test.go:6: //lint:ignore golint-incidents,timerreset suppresses nothing: golint-incidents,timerreset report nothing in line 7, which it covers; they report nothing in this file; remove the directive",
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			want := want
			switch way.name {
			case "pre-commit":
				t.Skip("runs the command")
			case "golangci-lint":
				want = slices.DeleteFunc(slices.Clone(want), func(line string) bool { return strings.Contains(line, "nolint") })
			}
			got := way.run(t, write(t, t.TempDir(), files), ".")
			expectPrefixes(t, got, want)
		})
	}
	m := write(t, t.TempDir(), files)
	m.cmd(t, "-disable=golint-incidents/directive").expect(t, 1, []string{"a/a.go:12:"}, nil)
	for _, flags := range [][]string{{"-maprace=false"}, {"-timerreset"}} {
		if res := m.cmd(t, flags...); strings.Contains(res.stdout, "suppresses nothing") {
			t.Errorf("%v: it may be of use to the others: %v", flags, res)
		}
	}
	m.cmd(t, "suppressions").expect(t, 0, []string{"//lint:ignore golint-incidents ", "suppresses nothing"}, nil)
}

// go vet's output names the analyzer, so that one knows what to write.
func TestVetNamesAnalyzer(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": "package a\n\n" + bug})
	m.vet(t, "./...").expect(t, 1, nil, []string{" (timerreset/interval)\n"})
	if res := m.cmd(t); strings.Contains(res.stdout, ") (timerreset") {
		t.Errorf("the command names the analyzer twice: %v", res)
	}
	if res := m.cmd(t, "-json"); strings.Contains(res.stdout, "(timerreset/") {
		t.Errorf("the name is in the message, too: %v", res)
	}
}

// golangci-lint loses nothing with its own defaults: every finding of the tree is
// an issue, and every issue a finding.
func TestGolangciDefaults(t *testing.T) {
	config, err := os.ReadFile("../plugin/testdata/golangci.yml")
	if err != nil {
		t.Fatal(err)
	}
	defaults, _, ok := strings.Cut(string(config), "issues:")
	if !ok {
		t.Fatal("the configuration has no issues block")
	}
	tr := tree(t)
	check(t, golangciRun(t, tr, defaults, modules...), tr.wanted(t))
	related := strings.Replace(defaults, "trace: message", "trace: related", 1)
	if got := golangciRun(t, tr, related+"issues:\n  uniq-by-line: false\n", modules...); len(got) <= len(tr.wanted(t)) {
		t.Errorf("trace: related makes no issues of what explains the findings: %v", got)
	}
}

// expectPrefixes wants findings whose lines begin with these texts, in their order.
func expectPrefixes[F fmt.Stringer](t *testing.T, got []F, want []string) {
	t.Helper()
	for i, f := range got {
		if i >= len(want) || !strings.HasPrefix(f.String(), want[i]) {
			t.Errorf("got %v", f)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %d findings, want %d:\n%v", len(got), len(want), got)
	}
}
