package plugin

import (
	"cmp"
	"fmt"
	"go/token"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

// withTrace returns the analyzers with the places that explain their findings
// where the setting wants them. golangci-lint makes an issue of its own of each,
// and of those in one line it shows one: so findings would be lost.
func withTrace(list []*analysis.Analyzer, setting string) ([]*analysis.Analyzer, error) {
	var change func(*token.FileSet, *analysis.Diagnostic)
	switch setting {
	case "", "message":
		change = func(fset *token.FileSet, d *analysis.Diagnostic) {
			name(d)
			fold(fset, d)
		}
	case "none":
		change = func(_ *token.FileSet, d *analysis.Diagnostic) {
			name(d)
			d.Related = nil
		}
	case "related":
		change = func(_ *token.FileSet, d *analysis.Diagnostic) { name(d) }
	default:
		return nil, fmt.Errorf("setting \"trace\" is %q: want message, related or none", setting)
	}
	var out []*analysis.Analyzer
	copies := make(map[*analysis.Analyzer]*analysis.Analyzer)
	for _, a := range list {
		changed := *a
		copies[a] = &changed
		changed.Requires = nil
		for _, required := range a.Requires {
			changed.Requires = append(changed.Requires, cmp.Or(copies[required], required))
		}
		changed.Run = func(pass *analysis.Pass) (any, error) {
			p := *pass
			p.Report = func(d analysis.Diagnostic) {
				change(pass.Fset, &d)
				pass.Report(d)
			}
			return a.Run(&p)
		}
		out = append(out, &changed)
	}
	return out, nil
}

// name puts the rule of a finding, and its confidence if something is weak, behind the
// message: golangci-lint shows no category, and its severity rules go by the text.
func name(d *analysis.Diagnostic) {
	if tag, ok := report.ParseTag(d.Category); ok {
		d.Message += tag.Suffix()
	}
}

// fold puts the places that explain a finding into its message, a line for each;
// of one that explains itself, its own place: golangci-lint shows no more than
// three issues with one text.
func fold(fset *token.FileSet, d *analysis.Diagnostic) {
	var b strings.Builder
	b.WriteString(d.Message)
	own := fset.Position(d.Pos)
	for _, r := range d.Related {
		at := fset.Position(r.Pos)
		fmt.Fprintf(&b, "\n\t%s:%d:%d: %s", short(at.Filename), at.Line, at.Column, r.Message)
	}
	if len(d.Related) == 0 {
		fmt.Fprintf(&b, "\n\tin %s:%d", short(own.Filename), own.Line)
	}
	d.Message, d.Related = b.String(), nil
}

// short returns the last two elements of a file's name.
func short(name string) string {
	return filepath.Join(filepath.Base(filepath.Dir(name)), filepath.Base(name))
}
