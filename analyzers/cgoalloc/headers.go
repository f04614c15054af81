package cgoalloc

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// headers returns the edits without which C.free(unsafe.Pointer(p)) would not
// compile in the file: import "unsafe", and stdlib.h in the preamble.
func (x *fixer) headers() []analysis.TextEdit {
	var edits []analysis.TextEdit
	decl := x.importC()
	if decl == nil {
		return nil // it does not compile as it is
	}
	if !x.importsUnsafe() {
		edits = append(edits, x.importUnsafe(decl))
	}
	if !x.callsFree() && !includes(decl.Doc, "stdlib.h") {
		edits = append(edits, includeStdlib(decl))
	}
	return edits
}

// importC returns the declaration of import "C".
func (x *fixer) importC() *ast.GenDecl {
	for _, d := range x.file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.IMPORT {
			continue // not an import
		}
		for _, spec := range decl.Specs {
			if spec.(*ast.ImportSpec).Path.Value == `"C"` {
				return decl
			}
		}
	}
	return nil
}

// importsUnsafe reports whether the file can name unsafe.Pointer.
func (x *fixer) importsUnsafe() bool {
	for _, imp := range x.file.Imports {
		if imp.Path.Value == `"unsafe"` && imp.Name == nil {
			return true
		}
	}
	return false
}

// importUnsafe adds the import, where gofmt would have it: to the block of the
// standard library's, or below import "C".
func (x *fixer) importUnsafe(importC *ast.GenDecl) analysis.TextEdit {
	for _, d := range x.file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.IMPORT || !decl.Lparen.IsValid() || len(decl.Specs) == 0 {
			continue // no block
		}
		// The first group: up to an empty line, sorted.
		pos, line := decl.Specs[0].Pos(), x.fset.Position(decl.Specs[0].Pos()).Line
		for _, spec := range decl.Specs {
			spec := spec.(*ast.ImportSpec)
			if x.fset.Position(spec.Pos()).Line > line+1 || spec.Path.Value > `"unsafe"` {
				break
			}
			pos, line = spec.End(), x.fset.Position(spec.End()).Line
		}
		if pos == decl.Specs[0].Pos() {
			return analysis.TextEdit{Pos: pos, End: pos, NewText: []byte("\"unsafe\"\n\t")}
		}
		return analysis.TextEdit{Pos: pos, End: pos, NewText: []byte("\n\t\"unsafe\"")}
	}
	return analysis.TextEdit{Pos: importC.End(), End: importC.End(), NewText: []byte("\n\nimport \"unsafe\"")}
}

// callsFree reports whether C.free is used in the file, and so declared.
func (x *fixer) callsFree() bool {
	found := false
	ast.Inspect(x.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "free" {
			id, ok := sel.X.(*ast.Ident)
			found = found || ok && id.Name == "C"
		}
		return !found
	})
	return found
}

// includes reports whether a preamble includes the header. CommentGroup.Text
// drops lines like "//#include", which it takes for directives.
func includes(preamble *ast.CommentGroup, header string) bool {
	if preamble == nil {
		return false
	}
	for _, c := range preamble.List {
		if strings.Contains(c.Text, header) {
			return true
		}
	}
	return false
}

// includeStdlib adds the header at the start of the preamble.
func includeStdlib(importC *ast.GenDecl) analysis.TextEdit {
	const include = "#include <stdlib.h>\n"
	if importC.Doc == nil {
		return analysis.TextEdit{Pos: importC.Pos(), End: importC.Pos(), NewText: []byte("// " + include)}
	}
	first := importC.Doc.List[0]
	pos, text := first.Pos(), "// "+include
	if strings.HasPrefix(first.Text, "/*") {
		pos, text = pos+2, "\n"+strings.TrimSuffix(include, "\n")
		if !strings.HasPrefix(first.Text, "/*\n") {
			text += "\n"
		}
	}
	return analysis.TextEdit{Pos: pos, End: pos, NewText: []byte(text)}
}
