package hotunmarshal

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// fix returns an edit that decodes a constant or embedded text once, or nil. It
// knows one form,
//
//	var v T
//	if err := json.Unmarshal(text, &v); err != nil {
//
// of which it makes
//
//	v, err := decodeV()
//	if err != nil {
//
// where nothing else writes to v and the names mean the same outside of the
// function.
func (f finding) fix(pass *analysis.Pass, pos token.Pos) []analysis.SuggestedFix {
	if f.Data.Class != origin.Const && f.Data.File == "" {
		return nil // it may change
	}
	file := fileOf(pass, pos)
	if file == nil {
		return nil // of another package
	}
	if !hasOnceValues(pass.TypesInfo.FileVersions[file]) {
		return nil // sync.OnceValues is not there yet
	}
	path, _ := astutil.PathEnclosingInterval(file, pos, pos)
	for i, node := range path {
		block, ok := node.(*ast.BlockStmt)
		if !ok {
			continue // not there yet
		}
		for k := 1; k < len(block.List); k++ {
			if block.List[k].Pos() <= pos && pos < block.List[k].End() {
				h := hoist{pass: pass, file: file}
				return h.edit(path[i:], block, k)
			}
		}
		return nil
	}
	return nil
}

// hasOnceValues reports whether a version of Go, "" for the newest, has sync.OnceValues.
func hasOnceValues(v string) bool { return v == "" || version.Compare(v, "go1.21") >= 0 }

func fileOf(pass *analysis.Pass, pos token.Pos) *ast.File {
	for _, file := range pass.Files {
		if file.FileStart <= pos && pos < file.FileEnd {
			return file
		}
	}
	return nil
}

// A hoist moves a decode out of its function.
type hoist struct {
	pass *analysis.Pass
	file *ast.File
}

func (h hoist) edit(path []ast.Node, block *ast.BlockStmt, k int) []analysis.SuggestedFix {
	v, spec := declared(block.List[k-1])
	cond, ok := block.List[k].(*ast.IfStmt)
	if v == nil || !ok || cond.Init == nil {
		return nil
	}
	assign, ok := cond.Init.(*ast.AssignStmt)
	if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 {
		return nil
	}
	failed, ok := assign.Lhs[0].(*ast.Ident)
	call, ok2 := assign.Rhs[0].(*ast.CallExpr)
	if !ok || !ok2 || len(call.Args) != 2 || typeutil.StaticCallee(h.pass.TypesInfo, call) == nil {
		return nil
	}
	into, ok := call.Args[1].(*ast.UnaryExpr)
	if !ok || into.Op != token.AND || !h.is(into.X, v) {
		return nil
	}
	if !h.global(call.Fun) || !h.global(call.Args[0]) || !h.global(spec.Type) {
		return nil // needs what is in the function only
	}
	rest := block.List[k+1:]
	if h.written(append([]ast.Stmt{cond.Body}, rest...), v) || named(rest, failed.Name) {
		return nil // not to be shared, or the name is taken
	}
	decl, ok := path[len(path)-2].(*ast.FuncDecl)
	if !ok {
		return nil // in the value of a variable
	}
	name := "decode" + strings.ToUpper(v.Name[:1]) + v.Name[1:]
	if h.pass.Pkg.Scope().Lookup(name) != nil {
		return nil
	}
	sync, edits := h.sync()
	if sync == "" {
		return nil
	}
	at := decl.Pos()
	if decl.Doc != nil {
		at = decl.Doc.Pos()
	}
	text := func(n ast.Node) string { return h.source(n.Pos(), n.End()) }
	hoisted := fmt.Sprintf("var %s = %s.OnceValues(func() (%s, error) {\n\tvar %s %s\n\t%s := %s\n\treturn %s, %s\n})\n\n",
		name, sync, text(spec.Type), v.Name, text(spec.Type), failed.Name, text(call), v.Name, failed.Name)
	indent := strings.Repeat("\t", h.pass.Fset.Position(block.List[k].Pos()).Column-1)
	edits = append(edits,
		analysis.TextEdit{Pos: at, End: at, NewText: []byte(hoisted)},
		analysis.TextEdit{Pos: block.List[k-1].Pos(), End: cond.Cond.Pos(),
			NewText: fmt.Appendf(nil, "%s, %s := %s()\n%sif ", v.Name, failed.Name, name, indent)})
	return []analysis.SuggestedFix{{Message: "Decode once, with sync.OnceValues", TextEdits: edits}}
}

// declared returns the variable of a statement var v T.
func declared(stmt ast.Stmt) (*ast.Ident, *ast.ValueSpec) {
	d, ok := stmt.(*ast.DeclStmt)
	if !ok {
		return nil, nil
	}
	gen, ok := d.Decl.(*ast.GenDecl)
	if !ok || len(gen.Specs) != 1 {
		return nil, nil
	}
	spec, ok := gen.Specs[0].(*ast.ValueSpec)
	if !ok || len(spec.Names) != 1 || spec.Type == nil || spec.Values != nil {
		return nil, nil
	}
	return spec.Names[0], spec
}

func (h hoist) is(e ast.Expr, v *ast.Ident) bool {
	id, ok := e.(*ast.Ident)
	return ok && h.pass.TypesInfo.Uses[id] == h.pass.TypesInfo.Defs[v]
}

// global reports whether an expression means the same outside of a function.
func (h hoist) global(e ast.Expr) bool {
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		if id, isIdent := n.(*ast.Ident); isIdent {
			obj := h.pass.TypesInfo.Uses[id]
			if v, isVar := obj.(*types.Var); isVar && v.IsField() {
				return true
			}
			if obj != nil && obj.Parent() != h.pass.Pkg.Scope() && obj.Parent() != types.Universe &&
				obj.Parent() != h.pass.TypesInfo.Scopes[h.file] && obj.Parent() != nil && obj.Pkg() == h.pass.Pkg {
				ok = false
			}
		}
		return ok
	})
	return ok
}

// written reports whether a statement may write to v or hand it out by address.
func (h hoist) written(stmts []ast.Stmt, v *ast.Ident) bool {
	bad := false
	within := func(e ast.Expr) {
		ast.Inspect(e, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && h.is(id, v) {
				bad = true
			}
			return !bad
		})
	}
	for _, stmt := range stmts {
		ast.Inspect(stmt, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					within(e)
				}
			case *ast.IncDecStmt:
				within(n.X)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					within(n.X)
				}
			case *ast.CallExpr:
				for _, e := range n.Args {
					if h.is(e, v) {
						bad = true // what happens to its maps and slices?
					}
				}
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok {
					within(sel.X) // a method may write
				}
			case *ast.ReturnStmt:
				for _, e := range n.Results {
					if h.is(e, v) {
						bad = true
					}
				}
			}
			return !bad
		})
	}
	return bad
}

// named reports whether a name occurs in statements.
func named(stmts []ast.Stmt, name string) bool {
	found := false
	for _, stmt := range stmts {
		ast.Inspect(stmt, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.Name == name {
				found = true
			}
			return !found
		})
	}
	return found
}

// sync returns the name of package sync in the file, and the edit that imports
// it if need be.
func (h hoist) sync() (string, []analysis.TextEdit) {
	var before *ast.ImportSpec
	for _, spec := range h.file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // does not compile
		}
		if path == "sync" {
			if spec.Name != nil {
				return spec.Name.Name, nil
			}
			return "sync", nil
		}
		if first, _, _ := strings.Cut(path, "/"); before == nil && spec.Name == nil && path > "sync" && !strings.Contains(first, ".") {
			before = spec
		}
	}
	if before == nil || h.pass.Pkg.Scope().Lookup("sync") != nil {
		return "", nil // no place that would surely be the right one
	}
	return "sync", []analysis.TextEdit{{Pos: before.Pos(), End: before.Pos(), NewText: []byte("\"sync\"\n\t")}}
}

// source returns the text of the file between two positions.
func (h hoist) source(from, to token.Pos) string {
	f := h.pass.Fset.File(from)
	text, err := report.ReadFile(h.pass, f.Name())
	if err != nil {
		return ""
	}
	return string(text[f.Offset(from):f.Offset(to)])
}
