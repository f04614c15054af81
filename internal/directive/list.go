package directive

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// A Suppression is a directive as people list it.
type Suppression struct {
	Position token.Position
	Text     string // the directive with what it names
	Until    string // the last day, as 2027-03-01, "" for ever
	Reason   string
	Problem  string // why it suppresses nothing, "" if it is well formed
}

// List returns the directives of a file that name the analyzer or its rules.
func List(fset *token.FileSet, f *ast.File, analyzer string, rules ...string) []Suppression {
	set := Parse(&analysis.Pass{Analyzer: &analysis.Analyzer{Name: analyzer}, Fset: fset, Files: []*ast.File{f}}, rules...)
	var list []Suppression
	for _, d := range set.directives {
		list = append(list, Suppression{fset.Position(d.pos), d.text, d.until, d.reason, d.problem})
	}
	return list
}
