package directive_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/directive"
)

// FuzzParse reads directives of all sorts, and asks whether they suppress findings
// on every line of their file.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"//lint:ignore timerreset why", "//lint:file-ignore timerreset why", "//nolint:timerreset // why", "// nolint",
		"/*lint:ignore timerreset why*/", "//lint:ignroe timerreset", "//nolint:a,b,timerreset", "//lint:ignore timerreset/x,maprace why",
		"//nolint:", "//lint:ignore", "//line x.go:0\n//nolint", "/*\n*/ //nolint:all",
	} {
		f.Add(seed, "x := 1")
	}
	f.Fuzz(func(t *testing.T, comment, code string) {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "p.go", "package p\n\n"+comment+"\nfunc f() {\n\t"+comment+"\n\t"+code+" "+comment+"\n}\n", parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return // no Go
		}
		set := directive.Parse(&analysis.Pass{Analyzer: &analysis.Analyzer{Name: "timerreset"}, Fset: fset, Files: []*ast.File{file}}, "timerreset/x", "timerreset/y")
		set.Problems()
		lines := fset.File(file.FileStart)
		for line := 1; line <= lines.LineCount(); line++ {
			set.Suppress(lines.LineStart(line), "timerreset/x")
		}
		for _, d := range set.Problems() {
			if d.Message == "" || !d.Pos.IsValid() {
				t.Errorf("a problem without a message or place: %v", d)
			}
		}
	})
}
