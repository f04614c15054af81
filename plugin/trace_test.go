package plugin

import (
	"go/token"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

func TestTrace(t *testing.T) {
	fset := token.NewFileSet()
	at := func(name string) token.Pos {
		f := fset.AddFile(name, -1, 10)
		return f.Pos(3)
	}
	found := analysis.Diagnostic{Pos: at("/m/a/a.go"), Message: "bad", Category: report.Tag{Rule: "a/b", Confidence: report.Inferred}.String(), Related: []analysis.RelatedInformation{
		{Pos: at("/m/a/b.go"), Message: "made here"}, {Pos: at("/m/c/c.go"), Message: "lost here"},
	}}
	analyzer := &analysis.Analyzer{Name: "a", Run: func(pass *analysis.Pass) (any, error) {
		pass.Report(found)
		return nil, nil
	}}
	plain := analysis.Diagnostic{Pos: found.Pos, Message: "plain"}
	if fold(fset, &plain); plain.Message != "plain\n\tin a/a.go:1" {
		t.Errorf("without a trace: got %q", plain.Message)
	}
	for _, tt := range []struct {
		setting, message string
		related          int
	}{
		{"", "bad (a/b, inferred)\n\ta/b.go:1:4: made here\n\tc/c.go:1:4: lost here", 0},
		{"message", "bad (a/b, inferred)\n\ta/b.go:1:4: made here\n\tc/c.go:1:4: lost here", 0},
		{"none", "bad (a/b, inferred)", 0},
		{"related", "bad (a/b, inferred)", 2},
	} {
		list, err := withTrace([]*analysis.Analyzer{analyzer}, tt.setting)
		if err != nil {
			t.Fatal(err)
		}
		var got []analysis.Diagnostic
		pass := &analysis.Pass{Fset: fset, Report: func(d analysis.Diagnostic) { got = append(got, d) }}
		if _, err := list[0].Run(pass); err != nil {
			t.Fatal(err)
		}
		if len(got) != 1 || got[0].Message != tt.message || len(got[0].Related) != tt.related {
			t.Errorf("%q: got %+v", tt.setting, got)
		}
	}
}
