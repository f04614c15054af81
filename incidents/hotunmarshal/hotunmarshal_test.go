package hotunmarshal

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
)

var update = flag.Bool("update", false, "write the table of incidents into the README")

func readAll(t *testing.T) []incident {
	t.Helper()
	all, err := incidents()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestMain removes the files that the programs wrote.
func TestMain(m *testing.M) {
	code := m.Run()
	if err := probe.Clean(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	os.Exit(code)
}

func TestDescriptions(t *testing.T) {
	all := readAll(t)
	if len(all) < 12 || len(all) != len(programs) {
		t.Errorf("found %d incidents and %d programs, want the same number, at least 12", len(all), len(programs))
	}
	frameworks := make(map[string]bool)
	for _, in := range all {
		frameworks[in.framework] = true
		if in.title == "" || in.input == "" || !strings.HasPrefix(in.link, "https://") {
			t.Errorf("%s: lacks a title, an input or a link", in.name)
		}
		if in.marks == 0 || in.fixMarks != 0 {
			t.Errorf("%s: %d markers in the bug and %d in the fix, want some and none", in.name, in.marks, in.fixMarks)
		}
		if _, ok := programs[in.name]; !ok {
			t.Errorf("%s: is not run", in.name)
		}
	}
	if len(frameworks) < 6 {
		t.Errorf("the programs use %d frameworks, want at least 6", len(frameworks))
	}
}

func TestReadme(t *testing.T) {
	const file, begin, end = "../README.md", "<!-- hotunmarshal: begin -->\n", "<!-- hotunmarshal: end -->\n"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok1 := strings.Cut(string(src), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no place for the table", file)
	}
	want := head + begin + table(readAll(t)) + end + tail
	if want == string(src) {
		return
	}
	if !*update {
		t.Fatalf("%s is out of date: go test -run TestReadme -update", file)
	}
	if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// decodes returns the number of decodes that n requests cause.
func decodes(t *testing.T, request func() error, n int) int64 {
	t.Helper()
	before := tick.Count()
	for range n {
		if err := request(); err != nil {
			t.Fatal(err)
		}
	}
	return tick.Count() - before
}

// TestIncidents sends requests to every program: in the bug, each causes a
// decode at least; in the fix, all causes are in the past after the first.
func TestIncidents(t *testing.T) {
	const n = 20
	for _, in := range readAll(t) {
		t.Run(in.name, func(t *testing.T) {
			p := programs[in.name]
			if got := decodes(t, p.bug, n); got < n {
				t.Errorf("bug: %d decodes for %d requests, want as many", got, n)
			}
			decodes(t, p.fix, 1)
			if got := decodes(t, p.fix, n); got != 0 {
				t.Errorf("fix: %d decodes for %d requests after the first, want none", got, n)
			}
		})
	}
}

// BenchmarkIncidents shows what a request costs in each program.
func BenchmarkIncidents(b *testing.B) {
	all, err := incidents()
	if err != nil {
		b.Fatal(err)
	}
	for _, in := range all {
		p := programs[in.name]
		for _, v := range []struct {
			name    string
			request func() error
		}{{"bug", p.bug}, {"fix", p.fix}} {
			b.Run(in.name+"/"+v.name, func(b *testing.B) {
				b.ReportAllocs()
				before := tick.Count()
				for b.Loop() {
					if err := v.request(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(tick.Count()-before)/float64(b.N), "decodes/op")
			})
		}
	}
}
