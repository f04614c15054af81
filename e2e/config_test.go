package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Lockers, sources, entries and allocator pairs of the user change what is found, everywhere.
func TestOwnFunctions(t *testing.T) {
	const name = ".golint-incidents.yaml"
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"gate/gate.go": `package gate

type Gate struct{ held bool }

func (g *Gate) Enter() { enter(g) }
func (g *Gate) Leave() { leave(g) }

func enter(*Gate)
func leave(*Gate)
`,
		"gate/gate.s": "",
		"a/a.go": `package a

import (
	"net/http"

	"example.com/m/gate"
)

type S struct {
	g gate.Gate
	m map[string]int
}

func (s *S) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.g.Enter()
	defer s.g.Leave()
	s.m[r.URL.Path]++
}
`,
		"b/b.go": `package b

import (
	"encoding/json"
	"net/http"
)

func fetch(name string) []byte

func serve(w http.ResponseWriter, r *http.Request) {
	var v struct{ A []string }
	json.Unmarshal(fetch("limits"), &v)
	w.Write([]byte(v.A[0]))
}
`,
		"b/b.s": "",
	})
	const settings = "analyzers:\n" +
		"  maprace: {lockers: [(*example.com/m/gate.Gate).Enter=(*example.com/m/gate.Gate).Leave]}\n" +
		"  hotunmarshal: {sources: [example.com/m/b.fetch]}\n"
	cache := t.TempDir()
	golangciAt := func() string {
		res, settings := lintFolders(t, m, cache)
		var at []string
		for _, f := range findings(t, res.stdout, ".") {
			name, err := filepath.Rel(m.dir, filepath.Join(settings, f.at()))
			if err != nil {
				t.Fatal(err)
			}
			at = append(at, filepath.ToSlash(name))
		}
		return strings.Join(at, " ")
	}
	for _, tt := range []struct{ config, want string }{
		{"", "a/a.go:17"},
		{settings, "b/b.go:12"},
		{"", "a/a.go:17"},
	} {
		write(t, m.dir, map[string]string{name: tt.config})
		if got := strings.Join(places(findings(t, m.cmd(t, "./...").stdout, ".")), " "); got != tt.want {
			t.Errorf("%q: the command has %q, want %q", tt.config, got, tt.want)
		}
		if got := strings.Join(places(findings(t, m.vet(t, "./...").stderr, ".")), " "); got != tt.want {
			t.Errorf("%q: go vet has %q, want %q", tt.config, got, tt.want)
		}
		if got := golangciAt(); got != tt.want {
			t.Errorf("%q: golangci-lint has %q, want %q", tt.config, got, tt.want)
		}
	}
	write(t, m.dir, map[string]string{name: settings})
	m.cmd(t, "config").expect(t, 0, []string{"example.com/m/b.fetch ", name + ":2", "maprace.lockers", "(*example.com/m/gate.Gate).Enter=(*example.com/m/gate.Gate).Leave", name + ":3"}, nil)
	for config, want := range map[string]string{
		"analyzers: {maprace: {lockers: [x]}}\n":                                        name + `:1: maprace.lockers: invalid value "x": "x" is no pair of functions`,
		"analyzers: {maprace: {locker: [x]}}\n":                                         `unknown setting or analyzer "maprace.locker"; did you mean maprace.lockers?`,
		"analyzers: {hotunmarshal: {sources: [fetch]}}\n":                               `"fetch" is not the full name of a function`,
		"analyzers: {maprace: {lockers: [example.com/m/x.F=example.com/m/gate.leave]}}": "a flag names the package example.com/m/x",
	} {
		write(t, m.dir, map[string]string{name: config})
		m.cmd(t, "./...").expect(t, 2, nil, []string{want})
	}
	write(t, m.dir, map[string]string{name: "analyzers: {hotunmarshal: {sources: [example.com/m/b.none]}}\n"})
	m.cmd(t, "./b").expect(t, 2, nil, []string{"-hotunmarshal.sources: there is no function example.com/m/b.none"})
}

// lintFolders runs golangci-lint with a cache on the folders a and b. What it prints is
// relative to the folder of its settings.
func lintFolders(t *testing.T, m place, cache string) (res result, settings string) {
	t.Helper()
	exe, err := golangci()
	if err != nil {
		t.Fatal(err)
	}
	config, err := filepath.Abs("../plugin/testdata/golangci.yml")
	if err != nil {
		t.Fatal(err)
	}
	p := place{m.dir, []string{"GOLANGCI_LINT_CACHE=" + cache}}
	if res = p.run(t, exe, "run", "--config="+config, "--show-stats=false", "./a/...", "./b/..."); res.code > 1 {
		t.Fatal(res)
	}
	return res, filepath.Dir(config)
}

// The settings of a file above reach the command, go vet and its cache, and golangci-lint.
func TestConfig(t *testing.T) {
	const name = ".golint-incidents.yaml"
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":     modFile,
		"a/a.go":     drain("a"),
		"b/b.go":     "package b\n\n" + bug,
		"gen/x/x.go": "package x\n\n" + bug,
	})
	at := func(list []finding) string { return strings.Join(places(list), " ") }
	for _, tt := range []struct{ config, want string }{
		{"", "a/a.go:9 b/b.go:5 gen/x/x.go:5"},
		{"exclude: [\"gen/**\"]\n", "a/a.go:9 b/b.go:5"},
		{"disable: [timerreset/interval]\n", "a/a.go:9"},
		{"analyzers:\n  timerreset: false\n", ""},
	} {
		if tt.config == "" {
			os.Remove(filepath.Join(m.dir, name))
		} else {
			write(t, m.dir, map[string]string{name: tt.config})
		}
		if got := at(findings(t, m.cmd(t, "./...").stdout, ".")); got != tt.want {
			t.Errorf("%q: the command has %q, want %q", tt.config, got, tt.want)
		}
		if got := at(findings(t, m.vet(t, "./...").stderr, ".")); got != tt.want {
			t.Errorf("%q: go vet has %q, want %q", tt.config, got, tt.want)
		}
	}
	// golangci-lint takes other results from its cache only with the same file.
	cache := t.TempDir()
	lint := func() string {
		res, _ := lintFolders(t, m, cache)
		return res.stdout
	}
	write(t, m.dir, map[string]string{name: "disable: [timerreset/interval]\n"})
	if out := lint(); !strings.Contains(out, "a/a.go:9:") || strings.Contains(out, "b/b.go:5:") {
		t.Errorf("golangci-lint with one rule off: %s", out)
	}
	write(t, m.dir, map[string]string{name: "disable: [timerreset/drain-after-receive]\n"})
	if out := lint(); strings.Contains(out, "a/a.go:9:") || !strings.Contains(out, "b/b.go:5:") {
		t.Errorf("golangci-lint with another rule off: %s", out)
	}

	m.cmd(t, "config").expect(t, 0, []string{"file: " + filepath.Join(m.dir, name), name + ":1", "stackptr.reached", "default"}, nil)
	m.cmd(t, "config", "-stackptr.reached=3").expect(t, 0, []string{"3", "command line"}, nil)
	m.cmd(t, "-config=none", "./a").expect(t, 1, []string{"a/a.go:9:"}, nil)
	m.cmd(t, "-C", "a", "-config=none", ".").expect(t, 1, []string{"a.go:9:"}, nil)
	m.cmd(t, "-C", "a", ".").expect(t, 0, nil, nil)
	for config, want := range map[string]string{
		"\nexlcude: [x]\n":                     name + `:2: unknown key "exlcude"; did you mean exclude?`,
		"disable: [maprace/unguarded-raed]\n":  name + `:1: unknown rule "maprace/unguarded-raed"; did you mean maprace/unguarded-read?`,
		"analyzers:\n  stackptr: {reach: 2}\n": name + `:2: unknown setting or analyzer "stackptr.reach"`,
		"analyzers:\n  stackptrs: {}\n":        name + `:2: unknown analyzer "stackptrs"`,
		"analyzers:\n  maprce: true\n":         name + `:2: unknown analyzer "maprce"`,
		"analyzers:\n  stackptr: {reached: 0}": name + `:2: stackptr.reached: invalid value "0"`,
	} {
		write(t, m.dir, map[string]string{name: config})
		res := m.cmd(t)
		res.expect(t, 2, nil, []string{want})
		if strings.Count(res.stderr, "\n") != 1 {
			t.Errorf("%q: want one line: %v", config, res)
		}
	}
}
