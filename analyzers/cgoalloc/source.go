package cgoalloc

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

// originals finds places in the files that people wrote: cmd/cgo's own copies
// have the right lines but not the right columns and offsets.
type originals struct {
	pass  *analysis.Pass
	files map[string]*ast.File
	names map[*ast.FuncDecl]map[string]bool // that fixes have taken
}

func newOriginals(pass *analysis.Pass) *originals {
	return &originals{pass, make(map[string]*ast.File), make(map[*ast.FuncDecl]map[string]bool)}
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

// report adds the findings, one per rule and place.
func (o *originals) report(rep *report.Reporter, found []finding) {
	slices.SortStableFunc(found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.pos, b.pos), cmp.Compare(a.message, b.message))
	})
	type key struct {
		rule string
		pos  token.Pos
	}
	seen := make(map[key]bool)
	for _, f := range found {
		k := key{f.rule, f.pos}
		switch f.rule {
		case "leak-in-loop", "leak-on-path", "overwritten":
			k.rule = "never-freed" // it leaks, one way or another
		}
		if !seen[k] {
			seen[k] = true
			rep.Add(o.diagnostic(f))
		}
	}
}

// position returns where in the original file the call at a position of SSA
// begins.
func (o *originals) position(pos token.Pos) token.Position {
	if n, _ := o.node(pos, ""); n != nil {
		pos = n.Pos()
	}
	return o.pass.Fset.Position(pos)
}

// picture tells which place is the allocation, and which the fault.
func (f finding) picture() report.Picture {
	pic := report.Picture{Self: report.KindFault}
	leaks := f.site != nil && f.pos == f.site.pos
	if leaks {
		pic.Self = report.KindAlloc
	}
	for _, r := range f.related {
		switch {
		case !r.pos.IsValid():
			continue // no place to show
		case f.site != nil && r.pos == f.site.pos:
			pic.Roles = append(pic.Roles, report.Role{Kind: report.KindAlloc})
		case leaks:
			pic.Roles = append(pic.Roles, report.Role{Kind: report.KindFault})
		default:
			pic.Roles = append(pic.Roles, report.Role{Kind: report.KindCall})
		}
	}
	return pic
}

// diagnostic turns a finding into what a driver prints.
func (o *originals) diagnostic(f finding) report.Finding {
	d := analysis.Diagnostic{Pos: f.pos, Message: f.message}
	name := ""
	if f.site != nil && f.pos == f.site.pos {
		name = f.site.name
	}
	if n, file := o.node(f.pos, name); n != nil {
		d.Pos, d.End = n.Pos(), n.End()
		path, _ := astutil.PathEnclosingInterval(file, n.Pos(), n.End())
		fix := &fixer{fset: o.pass.Fset, file: file, path: path, names: o.names}
		switch {
		case !f.never:
			break // what frees it on another path is in the way, or it may be C's
		case f.rule == "defer-too-early":
			d.SuggestedFixes = fix.deferLiteral()
		case f.site.out == result && argument(path):
			f.rule = "argument-leak"
			d.Message = fmt.Sprintf("C memory of %s in %s is never freed: it is only an argument of the call", f.site.name, f.in)
			d.SuggestedFixes = fix.hoist(f)
		default:
			d.SuggestedFixes = fix.deferFree(f)
		}
	}
	for _, r := range f.related {
		if !r.pos.IsValid() {
			continue // no place to show
		}
		pos := r.pos
		if n, _ := o.node(pos, ""); n != nil {
			pos = n.Pos()
		}
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: r.message})
	}
	return report.Finding{Diagnostic: d, Tag: report.Tag{Rule: f.rule}, Picture: f.picture()}
}

// argument reports whether the node that path begins with is an argument of a
// call, perhaps converted to another type first: then nothing else can free it.
func argument(path []ast.Node) bool {
	for i, n := range path[:len(path)-1] {
		switch outer := path[i+1].(type) {
		case *ast.ParenExpr:
		case *ast.CallExpr:
			if n == outer.Fun {
				return false
			}
			if !isConversion(outer) {
				return true
			}
		default:
			return false
		}
	}
	return false
}

// isConversion reports whether a call is a conversion, by its syntax:
// unsafe.Pointer(x), (*C.T)(x) or C.T_name(x) with a parenthesis or a star.
func isConversion(call *ast.CallExpr) bool {
	switch fun := call.Fun.(type) {
	case *ast.ParenExpr:
		return true
	case *ast.SelectorExpr:
		x, ok := fun.X.(*ast.Ident)
		return ok && x.Name == "unsafe" && fun.Sel.Name == "Pointer"
	}
	return false
}
