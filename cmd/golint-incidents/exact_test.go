package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/driver"
	"github.com/golint-incidents/golint-incidents/internal/report"
	"github.com/golint-incidents/golint-incidents/internal/stackobj"
)

// TestRefine lists the compiler's objects in a finding: those predicted in the
// same lines stay, as far as there are as many, the others go; what only the
// compiler has comes behind them, in order.
func TestRefine(t *testing.T) {
	const message = "serve parks at a.go:9, and one goroutine per request runs it: at that point live pointers reach 3 of its 30 stack objects (predicted for the code as written, without inlining), about 1 µs"
	related := func(lines ...string) []driver.Related {
		var out []driver.Related
		for _, line := range lines {
			posn, message, _ := strings.Cut(line, " ")
			out = append(out, driver.Related{Posn: posn, Message: message})
		}
		return out
	}
	objects := func(lines ...int) []stackobj.Object {
		var out []stackobj.Object
		for _, line := range lines {
			out = append(out, stackobj.Object{Name: "x", Type: "state", Size: 16, File: "/src/a/a.go", Line: line, Column: 2})
		}
		return out
	}
	finding := driver.Diagnostic{
		Category: report.Tag{Rule: "stackptr/heavy-frame", Confidence: report.Proven, Candidate: true}.With(report.Picture{
			Parked: &report.Parked{Text: "serve parks at a.go:9, and one goroutine per request runs it"},
			Roles:  []report.Role{{Kind: report.KindPark}, {Kind: report.KindReached}, {Kind: report.KindReached}, {Kind: report.KindReached}, {Kind: report.KindUnreached}},
		}), Posn: "/src/a/a.go:3:6", Message: message,
		Related: related(
			"/src/a/a.go:9:2 parks here",
			"/src/a/a.go:4:2 reached: x",
			"/src/a/a.go:4:5 reached: y",
			"/src/a/a.go:5:2 reached: z",
			"/src/a/a.go:6:2 not reached, but looked at: w",
		),
	}
	temp := stackobj.Object{Name: ".autotmp_7", Type: "[2]any", Size: 32, File: "/src/a/a.go", Line: 7}
	many := slices.Repeat([]int{8}, 24)
	for _, test := range []struct {
		name    string
		objects []stackobj.Object
		line    int
		counts  string // "" if it is no finding
		trace   []string
	}{
		{
			"one of two of a line, and one that is inlined", append(objects(append(many, 4, 6)...), temp), 3, "reach 1 of its 27 stack objects (counted",
			append([]string{
				"/src/a/a.go:9:2 parks here",
				"/src/a/a.go:4:2 reached: x",
				"/src/a/a.go:6:2 not reached, but looked at: w",
				"/src/a/a.go:7:1 looked at, reached or not: value [2]any, 32 bytes, as the compiler says",
			}, slices.Repeat([]string{"/src/a/a.go:8:2 looked at, reached or not: x state, 16 bytes, as the compiler says"}, 24)...),
		},
		{
			"nameless ones may be any", append(slices.Repeat([]stackobj.Object{{Size: 16}}, 2), objects(many...)...), 3, "reach 2 of its 26 stack objects (counted",
			append([]string{
				"/src/a/a.go:9:2 parks here",
				"/src/a/a.go:4:2 reached: x",
				"/src/a/a.go:4:5 reached: y",
			}, slices.Repeat([]string{"/src/a/a.go:8:2 looked at, reached or not: x state, 16 bytes, as the compiler says"}, 24)...),
		},
		{"too few", objects(4, 4, 5, 6), 3, "", nil},
		{"another function's", objects(many...), 4, "", nil},
	} {
		got, ok := refine(finding, "example.com/a", []stackobj.Func{{Package: "example.com/a", Name: "example.com/a.serve", File: "/src/a/a.go", Line: test.line, Objects: test.objects}})
		if ok != (test.counts != "") {
			t.Errorf("%s: is a finding: %v", test.name, ok)
		}
		if !ok {
			continue // nobody sees it
		}
		if !strings.Contains(got.Message, test.counts) {
			t.Errorf("%s: got %q, want %q in it", test.name, got.Message, test.counts)
		}
		var trace []string
		for _, at := range got.Related {
			trace = append(trace, at.Posn+" "+at.Message)
		}
		if !slices.Equal(trace, test.trace) {
			t.Errorf("%s: got\n\t%s\nwant\n\t%s", test.name, strings.Join(trace, "\n\t"), strings.Join(test.trace, "\n\t"))
		}
	}
}
