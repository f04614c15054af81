package directive

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A Suppression is a directive as people list it.
type Suppression struct {
	Position token.Position
	Text     string // the directive as far as its names
	Until    string // the last day, as 2027-03-01, "" for ever
	Reason   string
	Problem  string // why it suppresses nothing, "" if it is well formed
}

// List returns the directives of a file that name the analyzer or its rules.
func List(fset *token.FileSet, f *ast.File, analyzer string, rules ...string) []Suppression {
	set := Parse(&analysis.Pass{Analyzer: &analysis.Analyzer{Name: analyzer}, Fset: fset, Files: []*ast.File{f}}, rules...)
	var list []Suppression
	for _, d := range set.directives {
		text := d.command + strings.Join(d.names, ",")
		if len(d.names) == 0 {
			text = strings.TrimSuffix(d.command, ":")
		}
		list = append(list, Suppression{fset.Position(d.pos), text, d.until, d.reason, d.problem})
	}
	return list
}
