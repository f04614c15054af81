package driver

import (
	"strings"
	"testing"
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
	n := (&printer{w: &out, cwd: "/m", context: -1}).print(tree)
	want := "s.go:3:1: and twice (cgoalloc)\ns.go:3:1: leaks, by a (cgoalloc)\n"
	if n != 2 || out.String() != want {
		t.Errorf("printed %d:\n%swant\n%s", n, &out, want)
	}
}
