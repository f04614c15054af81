package maprace_test

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"os"
	"testing"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/packages"
)

// mapify rewrites the files of a package: each variable of a basic type that
// is captured by a literal or declared in the package becomes a map, and each
// use of it the element of a map:
//
//	x := 0            x := map[int]int{0: 0}
//	go func() {       go func() {
//		x = 1    =>       x[0] = 1
//	}()               }()
//
// It returns the names of the functions in which something was changed.
func mapify(t *testing.T, pkg *packages.Package) map[string]bool {
	t.Helper()
	m := &mapifier{info: pkg.TypesInfo, vars: make(map[types.Object]bool), captured: make(map[types.Object]token.Pos), assigned: make(map[types.Object]token.Pos)}
	for _, f := range pkg.Syntax {
		m.candidates(f)
	}
	for _, f := range pkg.Syntax {
		m.exclude(f)
	}
	for obj := range m.vars {
		first, captured := m.captured[obj]
		if obj.Parent() != pkg.Types.Scope() && (!captured || m.assigned[obj] < first) {
			delete(m.vars, obj) // of one goroutine, or only assigned before there are others
		}
	}
	for _, f := range pkg.Syntax {
		m.together(f)
	}
	changed := make(map[string]bool)
	for _, f := range pkg.Syntax {
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && m.uses(fn) {
				changed[fn.Name.Name] = true
			}
		}
		m.rewrite(f)
		var buf bytes.Buffer
		if err := format.Node(&buf, pkg.Fset, f); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(pkg.Fset.Position(f.FileStart).Filename, buf.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return changed
}

type mapifier struct {
	info     *types.Info
	vars     map[types.Object]bool
	captured map[types.Object]token.Pos // the first literal that uses a variable
	assigned map[types.Object]token.Pos // the last assignment to it
}

// candidates adds the variables that are declared alone, with a basic type.
func (m *mapifier) candidates(f *ast.File) {
	add := func(id *ast.Ident) {
		obj, ok := m.info.Defs[id].(*types.Var)
		if !ok {
			return
		}
		if b, ok := obj.Type().(*types.Basic); ok && b.Kind() != types.UnsafePointer && b.Info()&types.IsUntyped == 0 {
			m.vars[obj] = true
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			ast.Inspect(n, func(inner ast.Node) bool {
				if id, ok := inner.(*ast.Ident); ok {
					obj := m.info.Uses[id]
					if obj == nil || n.Pos() <= obj.Pos() && obj.Pos() < n.End() {
						return true // its own
					}
					if first, ok := m.captured[obj]; !ok || n.Pos() < first {
						m.captured[obj] = n.Pos()
					}
				}
				return true
			})
		case *ast.IncDecStmt:
			m.assign(n.X)
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				m.assign(lhs)
			}
			if n.Tok == token.DEFINE && len(n.Lhs) == 1 && len(n.Rhs) == 1 {
				if id, ok := n.Lhs[0].(*ast.Ident); ok {
					add(id)
				}
			}
		case *ast.ValueSpec:
			if len(n.Values) == 0 || len(n.Values) == len(n.Names) && len(n.Names) == 1 {
				for _, id := range n.Names {
					add(id)
				}
			}
		}
		return true
	})
}

// assign notes an assignment.
func (m *mapifier) assign(lhs ast.Expr) {
	if id, ok := ast.Unparen(lhs).(*ast.Ident); ok {
		if obj := m.info.Uses[id]; obj != nil {
			m.assigned[obj] = max(m.assigned[obj], id.Pos())
		}
	}
}

// exclude removes variables whose address is taken, those of loops, conditions
// and cases, and constants' look-alikes.
func (m *mapifier) exclude(f *ast.File) {
	drop := func(e ast.Node) {
		ast.Inspect(e, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				delete(m.vars, m.info.Defs[id])
			}
			return true
		})
	}
	dropUse := func(e ast.Expr) {
		if id, ok := ast.Unparen(e).(*ast.Ident); ok {
			delete(m.vars, m.info.Uses[id])
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				dropUse(n.X)
			}
		case *ast.SelectorExpr:
			dropUse(n.X)
		case *ast.ForStmt:
			if n.Init != nil {
				drop(n.Init)
			}
		case *ast.IfStmt:
			if n.Init != nil {
				drop(n.Init)
			}
		case *ast.SwitchStmt:
			if n.Init != nil {
				drop(n.Init)
			}
		case *ast.CommClause:
			if n.Comm != nil {
				drop(n.Comm)
			}
		case *ast.FuncType:
			drop(n)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				dropUse(n.Key)
				if n.Value != nil {
					dropUse(n.Value)
				}
			}
		}
		return true
	})
}

// together drops the variables that are declared with one that is dropped.
func (m *mapifier) together(f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for _, id := range spec.Names {
			if !m.vars[m.info.Defs[id]] {
				for _, id := range spec.Names {
					delete(m.vars, m.info.Defs[id])
				}
			}
		}
		return true
	})
}

// uses reports whether fn uses a variable that becomes a map.
func (m *mapifier) uses(fn *ast.FuncDecl) (found bool) {
	ast.Inspect(fn, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && (m.vars[m.info.Uses[id]] || m.vars[m.info.Defs[id]]) {
			found = true
		}
		return !found
	})
	return found
}

// rewrite changes one file.
func (m *mapifier) rewrite(f *ast.File) {
	astutil.Apply(f, nil, func(c *astutil.Cursor) bool {
		switch n := c.Node().(type) {
		case *ast.Ident:
			if m.vars[m.info.Uses[n]] {
				c.Replace(&ast.IndexExpr{X: ast.NewIdent(n.Name), Index: &ast.BasicLit{Kind: token.INT, Value: "0"}})
			}
		case *ast.AssignStmt:
			if id, ok := n.Lhs[0].(*ast.Ident); ok && n.Tok == token.DEFINE && len(n.Lhs) == 1 && m.vars[m.info.Defs[id]] {
				n.Rhs[0] = literal(m.info.Defs[id].Type(), n.Rhs[0])
			}
		case *ast.ValueSpec:
			if len(n.Names) == 0 || !m.vars[m.info.Defs[n.Names[0]]] {
				return true
			}
			t := m.info.Defs[n.Names[0]].Type()
			n.Type = nil
			if len(n.Values) == 1 {
				n.Values[0] = literal(t, n.Values[0])
				return true
			}
			n.Values = nil
			for range n.Names {
				n.Values = append(n.Values, literal(t, nil))
			}
		}
		return true
	})
}

// literal returns map[int]t{0: value}.
func literal(t types.Type, value ast.Expr) ast.Expr {
	lit := &ast.CompositeLit{Type: &ast.MapType{Key: ast.NewIdent("int"), Value: ast.NewIdent(t.String())}}
	if value != nil {
		lit.Elts = []ast.Expr{&ast.KeyValueExpr{Key: &ast.BasicLit{Kind: token.INT, Value: "0"}, Value: value}}
	}
	return lit
}
