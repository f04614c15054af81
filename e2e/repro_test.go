package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// repro writes tests for incidents: each fails on the bug because of the finding, and passes
// on the fix.
func TestRepro(t *testing.T) {
	for _, incident := range []struct{ name, rule, at string }{
		{"maprace/grpc-go-7079", "maprace/parallel-read", "main.go:33"},             // a variable of the package
		{"maprace/confluent-kafka-go-1548", "maprace/parallel-write", "main.go:22"}, // a receiver that is made
		{"maprace/bone-39", "maprace/parallel-write", "main.go:24"},                 // a handler
		{"maprace/falcosidekick-ui-17", "maprace/parallel-write", "main.go:25"},     // the whole program
	} {
		t.Run(incident.name, func(t *testing.T) { reproduces(t, incident.name, incident.rule, incident.at, "DATA RACE") })
	}
	for _, incident := range []struct{ name, rule, at, shows string }{
		{"timerreset/go1.26/go101-264", "timerreset/receive-after-stop", "main.go:27", "chan receive"},
		{"timerreset/go1.26/celestia-node-4231", "timerreset/drain-after-receive", "main.go:31", "chan receive"},
	} {
		t.Run(incident.name, func(t *testing.T) {
			reproduces(t, incident.name, incident.rule, incident.at, incident.shows)
		})
	}
}

// reproduces runs repro on the bug of an incident, and its test on bug and fix.
func reproduces(t *testing.T, name, rule, at, shows string) {
	t.Helper()
	dir := t.TempDir()
	parent, module := filepath.Split(filepath.Join("..", "incidents", filepath.FromSlash(name)))
	if err := os.CopyFS(dir, os.DirFS(parent)); err != nil {
		t.Fatal(err)
	}
	p := place{dir: dir}
	bug, fix := filepath.Join(dir, module, "bug"), filepath.Join(dir, module, "fix")
	res := p.run(t, tool(t), "repro", filepath.Join(bug, at))
	if res.code != 0 || !strings.Contains(res.stdout, rule+": wrote ") {
		t.Fatalf("%v", res)
	}
	tests, err := filepath.Glob(filepath.Join(bug, "repro_*_test.go"))
	if err != nil || len(tests) != 1 {
		t.Fatalf("%v, %v: %v", tests, err, res)
	}
	src, err := os.ReadFile(tests[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(fix, "repro_test.go"), src, 0o666); err != nil {
		t.Fatal(err)
	}
	wrong := place{dir: bug}.run(t, "go", "test", "-race", "-count=1", ".")
	if wrong.code == 0 || !strings.Contains(wrong.stdout, shows) || !strings.Contains(wrong.stdout, at) {
		t.Errorf("the bug: %v", wrong)
	}
	if right := (place{dir: fix}).run(t, "go", "test", "-race", "-count=1", "."); right.code != 0 {
		t.Errorf("the fix: %v", right)
	}
}

// What cannot be shown says which piece is missing, and leaves nothing behind.
func TestReproMissing(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"a/a.go": `package a

import "time"

type source interface{ next() int }

func Wait(s source, t *time.Timer) int {
	t.Stop()
	<-t.C
	return s.next()
}

func Guarded(n int, t *time.Timer) {
	if n == 4711 {
		t.Stop()
		<-t.C
	}
}

func Copied() *time.Timer { t := *time.NewTimer(1); t.Stop(); return &t }

func Panics(t *time.Timer) {
	var none []int
	none[0]++
	t.Stop()
	<-t.C
}
`})
	for at, want := range map[string]string{
		"9":  "a value of type source is missing: the package has no type with its methods, the argument s of Wait",
		"16": "a state or input that leads there is missing: with zero and small values its test passes",
		"20": "what shows it is missing: timerreset/copied-timer is nothing that blocks, panics or races within a test",
		"26": "a state or input that leads there is missing: with zero and small values its test fails elsewhere",
	} {
		m.run(t, tool(t), "repro", "a/a.go:"+at).expect(t, 1, []string{"has no test: " + want}, nil)
	}
	left, err := filepath.Glob(filepath.Join(m.dir, "a", "*_test.go"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	for arg, want := range map[string]string{
		"a/a.go:1":     "there is no finding at a/a.go:1",
		"a/b.go:1":     "there is no file a/b.go",
		"a/a.go:x":     `"a/a.go:x" has no line behind the file`,
		"a/a.go":       `"a/a.go" is neither FILE:LINE nor a fingerprint`,
		"0123456789ab": "there is no finding at 0123456789ab",
	} {
		m.run(t, tool(t), "repro", arg, "./...").expect(t, 2, nil, []string{"golint-incidents: repro: " + want})
	}
	m.run(t, tool(t), "repro").expect(t, 2, nil, []string{"repro: which finding? usage: "})
	m.run(t, tool(t), "repro", "-format=json", "a/a.go:9").expect(t, 2, nil, []string{"repro: it takes no flags of output"})
	m.run(t, tool(t), "help", "repro").expect(t, 0, []string{"usage: golint-incidents repro"}, nil)
}
