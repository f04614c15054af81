package cgoalloc

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A fixer writes the fix of one finding, in the file that a person wrote.
type fixer struct {
	fset  *token.FileSet
	file  *ast.File
	path  []ast.Node // from the node of the finding to the file
	names map[*ast.FuncDecl]map[string]bool
}

// deferFree adds the deferred call below the allocation:
//
//	x := C.CString(s)
//	defer C.free(unsafe.Pointer(x))
func (x *fixer) deferFree(f finding) []analysis.SuggestedFix {
	stmt, ok := x.path[1].(*ast.AssignStmt)
	if !ok || len(stmt.Lhs) != 1 || len(stmt.Rhs) != 1 || stmt.Tok != token.DEFINE || !x.plain(f, 2) {
		return nil // not x := C.f(), or in a loop
	}
	id, ok := stmt.Lhs[0].(*ast.Ident)
	if !ok || id.Name == "_" || x.assigned(id.Name) != 1 {
		return nil // another value may be freed
	}
	end := x.lineEnd(stmt)
	return []analysis.SuggestedFix{{
		Message:   "Free " + id.Name + " when the function returns",
		TextEdits: append(x.headers(), analysis.TextEdit{Pos: end, End: end, NewText: []byte(x.newline(stmt) + freeing(id.Name))}),
	}}
}

// hoist gives an argument that is allocated a variable of its own:
//
//	cs := C.CString(s)
//	defer C.free(unsafe.Pointer(cs))
//	C.f(cs)
func (x *fixer) hoist(f finding) []analysis.SuggestedFix {
	call := x.path[0].(*ast.CallExpr)
	i := 1
	for ; i < len(x.path); i++ {
		switch n := x.path[i].(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return nil // not in a statement of a block
		case *ast.BinaryExpr:
			if n.Op == token.LAND || n.Op == token.LOR {
				return nil // may not be evaluated
			}
		case *ast.GoStmt, *ast.DeferStmt:
			return nil // used after the function returns, perhaps
		}
		if _, ok := x.path[i].(ast.Stmt); ok {
			break
		}
	}
	stmt := x.path[i].(ast.Stmt)
	switch stmt.(type) {
	case *ast.ExprStmt, *ast.AssignStmt, *ast.ReturnStmt, *ast.DeclStmt, *ast.IfStmt, *ast.SwitchStmt, *ast.RangeStmt:
		// evaluates the argument once, and first
	default:
		return nil
	}
	if outer, ok := x.path[i+1].(*ast.IfStmt); ok && outer.Init == stmt {
		i, stmt = i+1, outer // hoisted before the if
	}
	if branch, ok := x.path[i+1].(*ast.IfStmt); ok && branch.Else == stmt || !x.plain(f, i+1) || !pure(call) {
		return nil
	}
	name := x.name(call)
	if name == "" {
		return nil
	}
	var text bytes.Buffer
	if format.Node(&text, x.fset, call) != nil {
		return nil
	}
	indent := x.newline(stmt)
	return []analysis.SuggestedFix{{
		Message: "Give the argument a variable, and free it when the function returns",
		TextEdits: append(x.headers(),
			analysis.TextEdit{Pos: stmt.Pos(), End: stmt.Pos(), NewText: []byte(name + " := " + text.String() + indent + freeing(name) + indent)},
			analysis.TextEdit{Pos: call.Pos(), End: call.End(), NewText: []byte(name)}),
	}}
}

// deferLiteral lets a deferred call read the variable when the function
// returns:
//
//	defer func() { C.free(unsafe.Pointer(p)) }()
func (x *fixer) deferLiteral() []analysis.SuggestedFix {
	for _, n := range x.path {
		if stmt, ok := n.(*ast.DeferStmt); ok {
			return []analysis.SuggestedFix{{
				Message: "Read the variable when the function returns",
				TextEdits: []analysis.TextEdit{
					{Pos: stmt.Call.Pos(), End: stmt.Call.Pos(), NewText: []byte("func() { ")},
					{Pos: stmt.Call.End(), End: stmt.Call.End(), NewText: []byte(" }()")},
				},
			}}
		}
	}
	return nil
}

func freeing(name string) string { return "defer C.free(unsafe.Pointer(" + name + "))" }

// plain reports whether the memory is malloc's, and the statement, whose
// parent is path[i], stands in a block that runs once in its function.
func (x *fixer) plain(f finding, i int) bool {
	if len(f.frees) == 0 || f.frees[0] != "free" || f.rule == "overwritten" {
		return false
	}
	if _, ok := x.path[i].(*ast.BlockStmt); !ok {
		return false // a case, or the head of a statement
	}
	for _, n := range x.path[i:] {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.LabeledStmt:
			return false // runs again before the function returns
		case *ast.FuncLit, *ast.FuncDecl:
			return true
		}
	}
	return false
}

// pure reports whether an allocation can be moved before its statement: its
// argument calls nothing that could fail or depend on what runs between.
func pure(call *ast.CallExpr) bool {
	ok := true
	for _, arg := range call.Args {
		ast.Inspect(arg, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				ok = ok && isConversion(n)
			case *ast.FuncLit, *ast.IndexExpr, *ast.TypeAssertExpr, *ast.StarExpr:
				ok = false
			case *ast.UnaryExpr:
				ok = ok && n.Op != token.ARROW
			}
			return ok
		})
	}
	return ok
}

// decl returns the function declaration around the finding.
func (x *fixer) decl() *ast.FuncDecl {
	for _, n := range x.path {
		if fn, ok := n.(*ast.FuncDecl); ok {
			return fn
		}
	}
	return nil
}

// assigned counts the assignments to a name in the function.
func (x *fixer) assigned(name string) int {
	n := 0
	ast.Inspect(x.decl(), func(node ast.Node) bool {
		if as, ok := node.(*ast.AssignStmt); ok {
			for _, lhs := range as.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && id.Name == name {
					n++
				}
			}
		}
		return true
	})
	return n
}

// name returns a name for the memory that nothing in the function has yet:
// cName for C.CString(name), else cstr.
func (x *fixer) name(call *ast.CallExpr) string {
	fn := x.decl()
	if fn == nil {
		return ""
	}
	taken := x.names[fn]
	if taken == nil {
		taken = make(map[string]bool)
		ast.Inspect(fn, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				taken[id.Name] = true
			}
			return true
		})
		x.names[fn] = taken
	}
	base := "cmem"
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "CString" {
		base = "cstr"
	}
	if len(call.Args) == 1 {
		arg := call.Args[0]
		if sel, ok := arg.(*ast.SelectorExpr); ok {
			arg = sel.Sel
		}
		if id, ok := arg.(*ast.Ident); ok {
			base = "c" + strings.ToUpper(id.Name[:1]) + id.Name[1:]
		}
	}
	name := base
	for i := 2; taken[name]; i++ {
		name = base + strconv.Itoa(i)
	}
	taken[name] = true
	return name
}

// lineEnd returns the end of a statement, or of the comment behind it.
func (x *fixer) lineEnd(stmt ast.Stmt) token.Pos {
	for _, group := range x.file.Comments {
		for _, c := range group.List {
			if c.Pos() >= stmt.End() && x.fset.Position(c.Pos()).Line == x.fset.Position(stmt.End()).Line {
				return c.End()
			}
		}
	}
	return stmt.End()
}

// newline returns a line break and the indentation of a statement.
func (x *fixer) newline(stmt ast.Stmt) string {
	return "\n" + strings.Repeat("\t", max(0, x.fset.Position(stmt.Pos()).Column-1))
}
