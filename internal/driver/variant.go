package driver

import (
	"bytes"
	"go/types"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/contain"
)

// variantAnalyzer marks, by a fact, the packages that are compiled for a test:
// with test files among their own, or as an importer of such a package.
//
// Both have the import path of the package proper, and nothing else in the
// description of a unit tells them apart; but see [unit.forTest].
var variantAnalyzer = &analysis.Analyzer{
	Name:      "testvariant",
	Doc:       "testvariant: mark packages that are compiled for a test",
	FactTypes: []analysis.Fact{new(testVariant)},
	Run:       contain.Engine(markVariant),
}

// testVariant is the fact of [variantAnalyzer].
type testVariant struct{ Marked bool }

func (*testVariant) AFact() {}

// variantMark is how the encoding of facts names the type testVariant.
const variantMark = "driver.testVariant"

func markVariant(pass *analysis.Pass) (any, error) {
	mark := &testVariant{Marked: true}
	for _, f := range pass.Files {
		if strings.HasSuffix(pass.Fset.Position(f.Package).Filename, "_test.go") {
			pass.ExportPackageFact(mark)
			return nil, nil
		}
	}
	if slices.ContainsFunc(pass.Pkg.Imports(), func(p *types.Package) bool {
		return pass.ImportPackageFact(p, new(testVariant))
	}) {
		pass.ExportPackageFact(mark)
	}
	return nil, nil
}

// forTest reports whether the unit imports a package that is compiled for a
// test, and so is itself.
func (u *unit) forTest() bool {
	for path, file := range u.PackageVetx {
		if u.Standard[path] {
			continue // runs no analyzer
		}
		data, err := os.ReadFile(file)
		if err != nil || bytes.Contains(data, []byte(variantMark)) {
			return true
		}
	}
	return false
}
