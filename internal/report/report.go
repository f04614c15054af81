// Package report carries findings from a rule to the driver: collected while
// the rule runs, then sorted, freed of doubles, filtered by the user's
// directives and reported once.
package report

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"runtime/debug"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/directive"
)

// Guard wraps the run function of an analyzer: a panic becomes an error that
// names the package, so that one bad package neither kills the tool nor breaks
// the packages that import it.
func Guard(run func(*analysis.Pass) (any, error)) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (result any, err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("internal error in %s on package %s: %v (please report it)\n%s",
					pass.Analyzer.Name, pass.Pkg.Path(), r, debug.Stack())
			}
		}()
		return run(pass)
	}
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

// New returns an empty Reporter for pass.
func New(pass *analysis.Pass) *Reporter {
	return &Reporter{pass: pass}
}

// Add collects one finding. Nothing is reported before Flush.
func (r *Reporter) Add(d analysis.Diagnostic) {
	r.diags = append(r.diags, d)
}

// Flush reports the collected findings, the hottest first and else in order of
// position, each once, less
// those in generated files and those that a directive suppresses, and then the
// directives that are malformed, misspelt or unused.
func (r *Reporter) Flush() {
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
		dirs.Suppress(pos) // an importer will ask
	}
	for _, d := range r.diags {
		if !r.Generated && generated[fset.Position(d.Pos).Filename] {
			continue // nobody edits the file
		}
		if dirs.Suppress(d.Pos) {
			continue // the user said so
		}
		r.pass.Report(d)
	}
	for _, d := range dirs.Problems() {
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
