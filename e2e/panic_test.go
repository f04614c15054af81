package e2e

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The builds with the tag panictest have analyzers and engines panic in packages
// that are named after them.
var (
	panicking         = sync.OnceValues(func() (string, error) { return buildPanicking("golint-incidents-panics", "../cmd/golint-incidents") })
	panickingGolangci = sync.OnceValues(func() (string, error) { return buildPanicking("golangci-lint-panics", "golangci") })
	panickingMulti    = sync.OnceValues(func() (string, error) { return buildPanicking("multichecker-panics", "../bench/multichecker") })
)

func buildPanicking(name, dir string) (string, error) {
	exe := filepath.Join(scratch, name)
	cmd := exec.Command("go", "build", "-tags=panictest", "-o", exe, ".")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build in %s: %w\n%s", dir, err, out)
	}
	return exe, nil
}

// allRules has a finding of each rule, cgoalloc's in a file of its own.
var allRules = map[string]string{
	"all.go": `package PKG

import (
	"encoding/json"
	"net/http"
	"os"
	"time"
)

var hits = map[string]int{}

func Count(name string) {
	go func() { hits[name]++ }()
	hits[name]++ // maprace
}

func Handle(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile("settings.json")
	var v any
	json.Unmarshal(raw, &v) // hotunmarshal
}

func Tick() { time.NewTicker(0) } // timerreset

type state struct{ p *int }

//go:noinline
func keep(list []*state) int { return len(list) }

func Accept(conns chan chan bool) {
	for done := range conns {
		go heavy(done)
	}
}

func heavy(done chan bool) { // stackptr
	var a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	<-done
	keep(all)
}
`,
	"c.go": `package PKG

// #include <stdlib.h>
import "C"

func Leak() {
	C.malloc(10) // cgoalloc
}
`,
}

// above lists which rules stand on an engine, or are the analyzer itself.
var above = map[string][]string{
	"cgoalloc": {"cgoalloc"}, "hotunmarshal": {"hotunmarshal"}, "maprace": {"maprace"}, "stackptr": {"stackptr"}, "timerreset": {"timerreset"},
	"incidentdecodes": {"hotunmarshal"}, "incidentorigin": {"hotunmarshal"}, "incidentescape": {"stackptr"}, "incidentparks": {"stackptr"}, "incidentmany": {"stackptr"}, "incidentawait": {"stackptr"},
	"incidentir": {"cgoalloc", "hotunmarshal", "maprace", "stackptr", "timerreset"},
	"none":       nil,
}

// usesCgo reports whether a package has the file that uses cgo.
func usesCgo(pkg string) bool {
	return pkg == "cgoalloc" || pkg == "maprace" || pkg == "incidentir" || pkg == "none"
}

// lines have the findings of the rules in allRules, by the comment behind them.
func lines() map[string]string {
	at := make(map[string]string)
	for file, text := range allRules {
		for i, line := range strings.Split(text, "\n") {
			if _, rule, ok := strings.Cut(line, " // "); ok {
				at[rule] = fmt.Sprintf("%s:%d:", file, i+1)
			}
		}
	}
	return at
}

// A panic in any analyzer or engine costs the findings of the rules above it in
// the package at hand, which one line says: the other rules report, and so do
// the packages that import it.
func TestPanics(t *testing.T) {
	files := map[string]string{"go.mod": modFile}
	importer := "package importer\n\nimport (\n"
	for pkg := range above {
		for file, text := range allRules {
			if file == "c.go" && !usesCgo(pkg) {
				continue // cgo takes its time
			}
			files[pkg+"/"+file] = strings.Replace(text, "PKG", pkg, 1)
		}
		importer += "\t_ \"example.com/m/" + pkg + "\"\n"
	}
	files["importer/i.go"] = importer + "\t\"time\"\n)\n\nfunc Tick() { time.NewTicker(0) }\n"
	m := write(t, t.TempDir(), files)
	m.env = []string{"PANICTEST=1"}

	exe, err := panicking()
	if err != nil {
		t.Fatal(err)
	}
	golangci, err := panickingGolangci()
	if err != nil {
		t.Fatal(err)
	}
	multi, err := panickingMulti()
	if err != nil {
		t.Fatal(err)
	}
	config := write(t, t.TempDir(), map[string]string{"golangci.yml": `version: "2"
linters:
  default: none
  enable: [golint-incidents]
  settings:
    custom:
      golint-incidents:
        type: module
issues:
  max-issues-per-linter: 0
  uniq-by-line: false
`}).dir
	for _, way := range []struct {
		name string
		code int
		args []string
	}{
		{"command", 2, []string{exe, "./..."}},
		{"go vet", 1, []string{"go", "vet", "-vettool=" + exe, "./..."}},
		{"golangci-lint", 1, []string{golangci, "run", "--config=" + filepath.Join(config, "golangci.yml"), "--show-stats=false", "./..."}},
		{"multichecker", 3, []string{multi, "./..."}},
	} {
		t.Run(way.name, func(t *testing.T) {
			p := place{m.dir, append([]string{"GOLANGCI_LINT_CACHE=" + t.TempDir()}, m.env...)}
			res := p.run(t, way.args[0], way.args[1:]...)
			if res.code != way.code {
				t.Errorf("want exit %d: %v", way.code, res)
			}
			out := res.stdout + res.stderr
			for pkg, lost := range above {
				for rule, at := range lines() {
					if rule == "cgoalloc" && !usesCgo(pkg) {
						continue // nothing to find
					}
					found := strings.Contains(out, filepath.Join(pkg, at))
					if found == slices.Contains(lost, rule) {
						t.Errorf("%s panics: the finding of %s: found %v", pkg, rule, found)
					}
				}
				for _, rule := range lost {
					text := fmt.Sprintf("internal error in %s: injected in ", pkg)
					lost := fmt.Sprintf("; the findings of %s in this package are lost; please report it at https://", rule)
					n := 0
					for line := range strings.Lines(out) {
						if strings.Contains(line, text) && strings.Contains(line, lost) && strings.Contains(line, " on package example.com/m/"+pkg+" ") && regexp.MustCompile(`\(golint-incidents \S+, go1\.`).MatchString(line) {
							n++
						}
					}
					if n != 1 {
						t.Errorf("%s panics: %d lines say that findings of %s are lost", pkg, n, rule)
					}
				}
			}
			if !strings.Contains(out, filepath.FromSlash("importer/i.go:")) {
				t.Error("the importer was not analyzed")
			}
			if strings.Contains(out, " [running]:") {
				t.Error("there are stacks")
			}
			if t.Failed() {
				t.Logf("exit %d, and the lines without what explains them:\n%s", res.code, regexp.MustCompile(`(?m)^\t.*\n`).ReplaceAllString(out, ""))
			}
		})
	}
	for _, args := range [][]string{{exe, "-debug", "./timerreset"}, {"go", "vet", "-vettool=" + exe, "-debug", "./timerreset"}} {
		if res := m.run(t, args[0], args[1:]...); !strings.Contains(res.stdout+res.stderr, " [running]:") || !strings.Contains(res.stdout+res.stderr, "contain.go:") {
			t.Errorf("-debug prints no stack: %v", res)
		}
	}
	if res := m.run(t, tool(t), "./timerreset"); res.code != 1 {
		t.Errorf("a release panics: %v", res)
	}
}
