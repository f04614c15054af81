package driver

import (
	"fmt"
	"slices"
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

// order returns the lines and messages of findings.
func (t Tree) order() []string {
	var out []string
	for _, f := range t.findings() {
		out = append(out, fmt.Sprintf("%d %s", f.Start.Line, f.Message))
	}
	return out
}

// Two packages that learn what two others make of one place report it twice; the first
// package's findings there are kept, all of them.
func TestFindingsOncePerPlace(t *testing.T) {
	at := func(message string) Diagnostic { return Diagnostic{Posn: "/m/s.go:3:1", Message: message} }
	tree := Tree{
		"m/cmd/b": {"cgoalloc": Result{Diagnostics: []Diagnostic{at("leaks, by b")}}},
		"m/cmd/a": {"cgoalloc": Result{Diagnostics: []Diagnostic{at("leaks, by a"), at("and twice")}}},
	}
	if got, want := tree.order(), []string{"3 and twice", "3 leaks, by a"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What a profile knows comes first, the hottest of it before the rest.
func TestFindingsHottestFirst(t *testing.T) {
	at := func(line string, share float64) Diagnostic {
		tag := report.Tag{Rule: "hotunmarshal/decode-of-setting", Confidence: report.Proven, Share: share}
		return Diagnostic{Posn: "/m/s.go:" + line + ":1", Category: tag.String(), Message: "decodes"}
	}
	tree := Tree{
		"m/a": {"hotunmarshal": Result{Diagnostics: []Diagnostic{at("1", 0), at("2", 9.5)}}},
		"m/b": {"hotunmarshal": Result{Diagnostics: []Diagnostic{at("3", 42)}}},
	}
	if got, want := tree.order(), []string{"3 decodes", "2 decodes", "1 decodes"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSpan(t *testing.T) {
	for _, tt := range []struct {
		start, end string
		want       string
	}{
		{"/a.go:3:2", "/a.go:4:7", "/a.go:3:2-4:7"},
		{"/a.go:3:2", "", "/a.go:3:2-3:2"},
		{"/a.go:3:2", "-", "/a.go:3:2-3:2"},
		{"/a.go:3:2", "/b.go:9:9", "/a.go:3:2-3:2"},
	} {
		s := span(tt.start, tt.end)
		got := fmt.Sprintf("%s:%d:%d-%d:%d", s.Start.File, s.Start.Line, s.Start.Column, s.End.Line, s.End.Column)
		if got != tt.want {
			t.Errorf("span(%q, %q) = %s, want %s", tt.start, tt.end, got, tt.want)
		}
	}
}
