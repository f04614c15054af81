package driver

import (
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

// Two commands that link the same packages report the same place; a package
// that reports two things there reports both.
func TestPrintOnce(t *testing.T) {
	at := func(message string) Diagnostic { return Diagnostic{Posn: "/m/s.go:3:1", Message: message} }
	tree := Tree{
		"m/cmd/b": {"cgoalloc": Result{Diagnostics: []Diagnostic{at("leaks, by b")}}},
		"m/cmd/a": {"cgoalloc": Result{Diagnostics: []Diagnostic{at("leaks, by a"), at("and twice")}}},
	}
	var out strings.Builder
	if err := (&printer{w: &out, cwd: "/m", context: -1}).print(tree); err != nil {
		t.Fatal(err)
	}
	want := "s.go:3:1: and twice (cgoalloc)\ns.go:3:1: leaks, by a (cgoalloc)\n"
	if out.String() != want {
		t.Errorf("printed:\n%swant\n%s", &out, want)
	}
}

// What a profile knows comes first, the hottest of it before the rest.
func TestPrintHottestFirst(t *testing.T) {
	at := func(line, category string) Diagnostic {
		return Diagnostic{Posn: "/m/s.go:" + line + ":1", Category: category, Message: "decodes"}
	}
	hot := func(share float64) string {
		return report.Tag{Rule: "hotunmarshal/decode-of-setting", Confidence: report.Proven, Share: share}.String()
	}
	tree := Tree{
		"m/a": {"hotunmarshal": Result{Diagnostics: []Diagnostic{at("1", hot(0)), at("2", hot(9.5))}}},
		"m/b": {"hotunmarshal": Result{Diagnostics: []Diagnostic{at("3", hot(42))}}},
	}
	var out strings.Builder
	(&printer{w: &out, cwd: "/m", context: -1}).print(tree)
	want := strings.ReplaceAll("s.go:3:1: R\ns.go:2:1: R\ns.go:1:1: R\n", "R", "decodes (hotunmarshal/decode-of-setting)")
	if out.String() != want {
		t.Errorf("printed:\n%swant\n%s", &out, want)
	}
}
