package cgoalloc

import (
	"go/ast"
	"go/parser"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// originals finds places in the files that people wrote: cmd/cgo's own copies
// have the right lines but not the right columns and offsets.
type originals struct {
	pass  *analysis.Pass
	files map[string]*ast.File
}

func newOriginals(pass *analysis.Pass) *originals {
	return &originals{pass, make(map[string]*ast.File)}
}

// file parses an original once; nil if it cannot be read.
func (o *originals) file(name string) *ast.File {
	f, ok := o.files[name]
	if !ok {
		var err error
		f, err = parser.ParseFile(o.pass.Fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			f = nil
		}
		o.files[name] = f
	}
	return f
}

// node returns the node of the original file that a position of SSA stands
// for: the call of C.name on the line, or the first call or return there.
func (o *originals) node(pos token.Pos, name string) (ast.Node, *ast.File) {
	p := o.pass.Fset.Position(pos)
	f := o.file(p.Filename)
	if f == nil {
		return nil, nil
	}
	var best ast.Node
	score := 0
	ast.Inspect(f, func(n ast.Node) bool {
		s, at := 0, token.NoPos
		switch n := n.(type) {
		case *ast.CallExpr:
			s, at = 1, n.Lparen
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == name {
				s = 3
			}
		case *ast.ReturnStmt, *ast.DeferStmt:
			s, at = 2, n.Pos()
		default:
			return true
		}
		q := o.pass.Fset.Position(at)
		if q.Line != p.Line {
			return true
		}
		if q.Column == p.Column {
			s += 4
		}
		if s > score {
			best, score = n, s
		}
		return true
	})
	return best, f
}

// diagnostic turns a finding into what a driver prints.
func (o *originals) diagnostic(f finding) analysis.Diagnostic {
	d := analysis.Diagnostic{Pos: f.pos, Category: f.rule, Message: f.message}
	name := ""
	if f.site != nil && f.pos == f.site.pos {
		name = f.site.name
	}
	if n, file := o.node(f.pos, name); n != nil {
		d.Pos, d.End = n.Pos(), n.End()
		if f.rule == "leak" && f.site.frees != nil && f.site.frees[0] == "free" {
			d.SuggestedFixes = o.deferFix(file, n, f)
		}
	}
	for _, r := range f.related {
		if r.pos.IsValid() {
			pos := r.pos
			if n, _ := o.node(pos, ""); n != nil {
				pos = n.Pos()
			}
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: r.message})
		}
	}
	return d
}

// deferFix adds "defer C.free(unsafe.Pointer(x))" below "x := C.CString(s)",
// where nothing frees x on any path.
func (o *originals) deferFix(file *ast.File, n ast.Node, f finding) []analysis.SuggestedFix {
	if len(f.related) != 1 || !importsUnsafe(file) || f.message[len(f.message)-len("C.free"):] != "C.free" || !neverFreed(f) {
		return nil
	}
	var fix []analysis.SuggestedFix
	ast.Inspect(file, func(x ast.Node) bool {
		block, ok := x.(*ast.BlockStmt)
		if !ok {
			return true
		}
		for _, st := range block.List {
			as, ok := st.(*ast.AssignStmt)
			if !ok || len(as.Lhs) != 1 || len(as.Rhs) != 1 || as.Rhs[0] != n || as.Tok != token.DEFINE {
				continue // not x := C.f()
			}
			id, ok := as.Lhs[0].(*ast.Ident)
			if !ok || id.Name == "_" {
				continue // no variable
			}
			indent := make([]byte, max(0, o.pass.Fset.Position(as.Pos()).Column-1))
			for i := range indent {
				indent[i] = '\t'
			}
			fix = []analysis.SuggestedFix{{Message: "free " + id.Name + " when the function returns", TextEdits: []analysis.TextEdit{{
				Pos: as.End(), End: as.End(), NewText: []byte("\n" + string(indent) + "defer C.free(unsafe.Pointer(" + id.Name + "))"),
			}}}}
		}
		return true
	})
	return fix
}

// neverFreed reports whether no path frees the memory.
func neverFreed(f finding) bool { return f.rule == "leak" && f.never }

// importsUnsafe reports whether the file can name unsafe.Pointer.
func importsUnsafe(file *ast.File) bool {
	for _, imp := range file.Imports {
		if imp.Path.Value == `"unsafe"` && imp.Name == nil {
			return true
		}
	}
	return false
}
