package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// Each analyzer's findings have a picture, drawn from the places and what they are.
func TestPictures(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.go")
	if err := os.WriteFile(file, []byte("package a\n// second\n// third <&>\n// fourth\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	place := func(line int) finding.Span {
		p := finding.Position{File: file, Line: line, Column: 1}
		return finding.Span{Start: p, End: p}
	}
	step := func(line int, kind, message string, more ...int) finding.Step {
		s := finding.Step{Span: place(line), Message: message, Role: report.Role{Kind: kind}}
		if len(more) > 0 {
			s.Role.Lane = more[0]
		}
		if len(more) > 1 {
			s.Role.Bytes = more[1]
		}
		return s
	}
	for _, tt := range []struct {
		finding finding.Finding
		want    []string // in this order
	}{
		{finding.Finding{Analyzer: "maprace", Self: report.KindAccess, Span: place(3),
			Lanes: []report.Lane{{Name: "a goroutine started at a.go:2"}, {Name: "whoever calls it", Holds: []string{"s.mu"}}},
			Trace: []finding.Step{step(2, report.KindStart, "started"), step(4, report.KindAccess, "the other", 1)}},
			[]string{"a goroutine started at a.go:2", "started", "third &lt;&amp;&gt;", "holds no lock", "whoever calls it", "the other", "holds s.mu", "the process ends"}},
		{finding.Finding{Analyzer: "cgoalloc", Self: report.KindAlloc, Span: place(2), Trace: []finding.Step{step(4, report.KindFault, "returns without freeing")}},
			[]string{"The path of the memory", `event alloc`, "second", `event fault`, "returns without freeing"}},
		{finding.Finding{Analyzer: "timerreset", Self: report.KindFault, Span: place(4), Trace: []finding.Step{step(3, "", "received"), step(2, "", "made")}},
			[]string{"The life of the timer", "made", "received", "event fault", "fourth"}},
		{finding.Finding{Analyzer: "hotunmarshal", Self: report.KindFault, Span: place(4), Tag: report.Tag{Share: 12.5}, Trace: []finding.Step{step(2, report.KindStart, "the handler"), step(3, report.KindCall, "calls f")}},
			[]string{"From the request", "the handler", "calls f", "fourth", "width: 12.5%"}},
		{finding.Finding{Analyzer: "stackptr", Span: place(2), Trace: []finding.Step{step(2, report.KindPark, "parks"), step(3, report.KindReached, "big", 0, 64), step(4, report.KindUnreached, "small", 0, 16)}},
			[]string{"to scale", "object reached", "height: 80px", "64 B", "object unreached", "height: 32px", "small"}},
	} {
		run := &finding.Run{Dir: dir, Root: dir, Findings: []finding.Finding{tt.finding}}
		var b strings.Builder
		if err := writeHTML(&b, run, new(finding.Sources)); err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(b.String(), "<main>")
		_, rest, _ = strings.Cut(rest, "<h3>")
		for _, want := range tt.want {
			_, after, ok := strings.Cut(rest, want)
			if !ok {
				t.Errorf("%s: no %q in its place:\n%s", tt.finding.Analyzer, want, rest)
				break
			}
			rest = after
		}
	}
}
