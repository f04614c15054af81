// Package report carries findings from a rule to the driver: collected while
// the rule runs, then sorted, freed of doubles, filtered by the user's
// directives and reported once.
package report

import (
	"cmp"
	"go/ast"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/directive"
)

// CategoryFailure marks the diagnostic that stands for the findings of an
// analyzer that panicked.
const CategoryFailure = "failure"

// Guard makes the run function of an analyzer of a rule, which adds its findings
// to a Reporter: these are reported when it is done. If it panics, or an engine
// that it requires did, a diagnostic at the package clause says so instead. It
// is no error, since that costs the findings of all analyzers in some drivers.
func Guard(rule func(*analysis.Pass, *Reporter) error) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (any, error) {
		var err error
		failure := contain.Run(pass, func() {
			rep := newReporter(pass)
			if err = rule(pass, rep); err == nil {
				rep.flush()
			}
		})
		if failure != nil {
			at := clause(pass)
			pass.Report(analysis.Diagnostic{Pos: at.Pos(), End: at.End(), Category: CategoryFailure, Message: failure.Text(pass.Analyzer.Name)})
		}
		return nil, err
	}
}

// clause returns the name in a package clause that a person wrote, if there is one.
func clause(pass *analysis.Pass) *ast.Ident {
	for _, f := range pass.Files {
		if name := pass.Fset.Position(f.Package).Filename; !strings.HasPrefix(filepath.Base(name), "_cgo_") {
			return f.Name
		}
	}
	return pass.Files[0].Name
}

// A Reporter collects the findings of one pass.
type Reporter struct {
	pass    *analysis.Pass
	diags   []analysis.Diagnostic
	foreign map[string]*ast.File // files of other packages, nil if unreadable
	pending []token.Pos
	// Generated, if set, keeps findings in generated files.
	Generated bool
}

func newReporter(pass *analysis.Pass) *Reporter {
	return &Reporter{pass: pass}
}

// Add collects one finding. Nothing is reported before the rule is done.
func (r *Reporter) Add(d analysis.Diagnostic) {
	r.diags = append(r.diags, d)
}

// flush reports the collected findings, the hottest first and else in order of
// position, each once, less those in
// generated files and those that a directive suppresses, and then the directives
// that are malformed, misspelt or unused.
func (r *Reporter) flush() {
	fset := r.pass.Fset
	slices.SortStableFunc(r.diags, func(a, b analysis.Diagnostic) int {
		return cmp.Or(cmp.Compare(Share(b.Category), Share(a.Category)), comparePos(fset, a.Pos, b.Pos), cmp.Compare(a.Message, b.Message))
	})
	r.diags = slices.CompactFunc(r.diags, func(a, b analysis.Diagnostic) bool {
		return a.Message == b.Message && fset.Position(a.Pos) == fset.Position(b.Pos)
	})
	generated := generatedFiles(r.pass)
	dirs := directive.Parse(r.pass)
	dirs.Foreign(r.foreignFiles(generated))
	for _, pos := range r.pending {
		dirs.Expect(pos) // an importer will ask
	}
	reported := r.diags[:0]
	for _, d := range r.diags {
		if !r.Generated && generated[fset.Position(d.Pos).Filename] {
			continue // nobody edits the file
		}
		if dirs.Suppress(d.Pos) {
			continue // the user said so
		}
		reported = append(reported, d)
	}
	for _, d := range append(reported, dirs.Problems()...) {
		r.pass.Report(d)
	}
}

func comparePos(fset *token.FileSet, a, b token.Pos) int {
	p, q := fset.Position(a), fset.Position(b)
	return cmp.Or(cmp.Compare(p.Filename, q.Filename), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// generatedFiles returns the names of the files that a generator wrote. What
// cmd/cgo made of a file that a person wrote is marked as generated too, but
// its adjusted file name is the person's.
func generatedFiles(pass *analysis.Pass) map[string]bool {
	files := make(map[string]bool)
	for _, f := range pass.Files {
		if !ast.IsGenerated(f) {
			continue // a person's
		}
		physical := pass.Fset.PositionFor(f.Package, false).Filename
		adjusted := pass.Fset.PositionFor(f.Package, true).Filename
		if physical == adjusted {
			files[physical] = true
		}
	}
	return files
}
