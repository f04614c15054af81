// Package report carries findings from a rule to the driver: collected while
// the rule runs, then sorted, freed of doubles, filtered by the user's
// directives and reported once.
package report

import (
	"cmp"
	"go/ast"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/directive"
)

// CategoryFailure marks the diagnostic that stands for the findings of an
// analyzer that panicked.
const CategoryFailure = "failure"

// Guard makes the run function of an analyzer with these rules of run, which adds its
// findings to a Reporter: these are reported when it is done. If it panics, or an engine
// that it requires did, a diagnostic at the package clause says so instead. It
// is no error, since that costs the findings of all analyzers in some drivers.
func Guard(rules Rules, run func(*analysis.Pass, *Reporter) error) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (any, error) {
		var err error
		result := new(Result)
		failure := contain.Run(pass, func() {
			rep := &Reporter{pass: pass, rules: rules}
			if err = run(pass, rep); err == nil {
				result.Shared, result.Complete = rep.flush(), true
			}
		})
		if failure != nil {
			at := clause(pass)
			pass.Report(analysis.Diagnostic{Pos: at.Pos(), End: at.End(), Category: CategoryFailure, Message: failure.Text(pass.Analyzer.Name)})
		}
		return result, err
	}
}

// A Result is what an analyzer leaves to those that require it: the directives that are not
// for it alone.
type Result struct {
	Shared   []directive.Shared
	Complete bool // false if the analyzer did not run to its end
}

// ResultType is that of all analyzers whose run function Guard makes.
var ResultType = reflect.TypeFor[*Result]()

// clause returns the name in a package clause that a person wrote, if there is one.
func clause(pass *analysis.Pass) *ast.Ident {
	for _, f := range pass.Files {
		if name := pass.Fset.Position(f.Package).Filename; !strings.HasPrefix(filepath.Base(name), "_cgo_") {
			return f.Name
		}
	}
	return pass.Files[0].Name
}

// A Finding is a diagnostic with its rule, of which it has the name.
type Finding struct {
	analysis.Diagnostic // its category is made of the tag and the picture
	Tag
	Picture Picture
}

// A Reporter collects the findings of one pass.
type Reporter struct {
	pass    *analysis.Pass
	rules   Rules
	found   []Finding
	foreign map[string]*ast.File // files of other packages, nil if unreadable
	pending []token.Pos
	// Generated, if set, keeps findings in generated files.
	Generated bool
}

// Add collects one finding. Nothing is reported before the analyzer is done.
func (r *Reporter) Add(f Finding) {
	rule, ok := r.rules.Find(f.Rule)
	if !ok {
		panic("no rule " + f.Rule) // a test runs each
	}
	f.Rule, f.Confidence = rule.ID, cmp.Or(f.Confidence, rule.Confidence)
	r.found = append(r.found, f)
}

// flush reports the collected findings, the hottest first and else in order of
// position, each once, less those in
// generated files and those that a directive suppresses, and then the directives
// that are malformed, misspelt or unused. It returns those that are not for this analyzer
// alone.
func (r *Reporter) flush() []directive.Shared {
	fset := r.pass.Fset
	slices.SortStableFunc(r.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), comparePos(fset, a.Pos, b.Pos), cmp.Compare(a.Message, b.Message))
	})
	r.found = slices.CompactFunc(r.found, func(a, b Finding) bool {
		return a.Message == b.Message && fset.Position(a.Pos) == fset.Position(b.Pos)
	})
	generated := generatedFiles(r.pass)
	var ids []string
	for _, rule := range r.rules {
		ids = append(ids, rule.ID)
	}
	dirs := directive.Parse(r.pass, ids...)
	dirs.Foreign(r.foreignFiles(generated))
	for _, pos := range r.pending {
		dirs.Expect(pos, "") // an importer will ask
	}
	var reported []analysis.Diagnostic
	for _, f := range r.found {
		if !r.Generated && generated[fset.Position(f.Pos).Filename] {
			continue // nobody edits the file
		}
		if Disabled.Has(f.Rule) || Excluded.Match(fset.PositionFor(f.Pos, true).Filename) {
			dirs.Expect(f.Pos, f.Rule) // it is of use where the rule is not disabled
			continue
		}
		covered, expiry := dirs.Suppress(f.Pos, f.Rule)
		if covered && expiry == nil {
			continue // the user said so
		}
		if expiry != nil {
			if !ForCommand && !expiry.Expired() {
				continue // the user said so, for now
			}
			f.Until = expiry.Until
			f.Related = append(f.Related, analysis.RelatedInformation{Pos: expiry.Pos, End: expiry.End, Message: "this directive kept it silent until " + expiry.Until})
		}
		f.Category, f.Diagnostic.URL = f.category(), f.Tag.URL()
		reported = append(reported, f.Diagnostic)
	}
	for _, d := range reported {
		r.pass.Report(d)
	}
	Directives(r.pass, r.pass.Analyzer.Name, dirs.Problems())
	return dirs.Shared()
}

// Directives reports what is wrong with directives, by the rule of an analyzer, or of the
// suite.
func Directives(pass *analysis.Pass, of string, problems []analysis.Diagnostic) {
	tag := Tag{Rule: of + "/" + directiveRule, Confidence: Proven}
	if Disabled.Has(tag.Rule) {
		return
	}
	for _, d := range problems {
		if Excluded.Match(pass.Fset.PositionFor(d.Pos, true).Filename) {
			continue // as what it is about
		}
		d.Category = tag.String()
		pass.Report(d)
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
