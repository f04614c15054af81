package report

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// Own reports whether the package is the user's: of the main module, or of none
// that is known. What a package of a dependency leaves pending is nobody's to
// mend, so it need not be exported.
func Own(pass *analysis.Pass) bool {
	return pass.Module == nil || pass.Module.Version == ""
}

// Pending notes that an importer of this package may report a finding at pos,
// when the last piece of its evidence comes in: a directive there is of use.
func (r *Reporter) Pending(pos token.Pos) {
	r.pending = append(r.pending, pos)
}

// Locate returns the position at which a finding about another package of the
// build is reported: p comes from a fact of that package. It is NoPos if the
// file cannot be read, or has no such line. Directives of the file are obeyed.
func (r *Reporter) Locate(p token.Position) token.Pos {
	f, ok := r.foreign[p.Filename]
	if !ok {
		var err error
		f, err = parser.ParseFile(r.pass.Fset, p.Filename, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			f = nil
		}
		if r.foreign == nil {
			r.foreign = make(map[string]*ast.File)
		}
		r.foreign[p.Filename] = f
	}
	if f == nil {
		return token.NoPos
	}
	file := r.pass.Fset.File(f.FileStart)
	if p.Line < 1 || p.Line > file.LineCount() {
		return token.NoPos
	}
	pos := file.LineStart(p.Line) + token.Pos(max(p.Column, 1)-1)
	if pos > f.FileEnd {
		return token.NoPos
	}
	return pos
}

// foreignFiles returns the files of other packages that findings lie in, and
// adds those that are generated to the set.
func (r *Reporter) foreignFiles(generated map[string]bool) []*ast.File {
	var files []*ast.File
	for _, name := range slices.Sorted(maps.Keys(r.foreign)) {
		f := r.foreign[name]
		if f == nil {
			continue // not readable
		}
		generated[name] = generated[name] || ast.IsGenerated(f)
		files = append(files, f)
	}
	return files
}
