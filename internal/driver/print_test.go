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
	tree := Tree{
		"m/a": {"hotunmarshal": Result{Diagnostics: []Diagnostic{at("1", "decode"), at("2", report.Hot("decode", 9.5))}}},
		"m/b": {"hotunmarshal": Result{Diagnostics: []Diagnostic{at("3", report.Hot("memo", 42))}}},
	}
	var out strings.Builder
	(&printer{w: &out, cwd: "/m", context: -1}).print(tree)
	want := "s.go:3:1: decodes (hotunmarshal)\ns.go:2:1: decodes (hotunmarshal)\ns.go:1:1: decodes (hotunmarshal)\n"
	if out.String() != want {
		t.Errorf("printed:\n%swant\n%s", &out, want)
	}
}
