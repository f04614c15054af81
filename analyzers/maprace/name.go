package maprace

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
)

// mapName returns the map of an access as the source spells it there.
func (p *program) mapName(a *access) string {
	if e := p.operand(a.at.pos); e != nil {
		if s := types.ExprString(e); len(s) < 60 {
			return s
		}
	}
	if s := a.place.String(); s != "" {
		return s
	}
	return "here"
}

// operand returns the expression of the map that is accessed at a position of
// SSA: x[k], delete(x, k), range x, x.Set(k, v), maps.Copy(x, y).
func (p *program) operand(pos token.Pos) ast.Expr {
	for _, file := range p.files {
		if pos < file.FileStart || file.FileEnd <= pos {
			continue // another file
		}
		path, _ := astutil.PathEnclosingInterval(file, pos, pos)
		for _, n := range path {
			switch n := n.(type) {
			case *ast.IndexExpr:
				if n.Lbrack == pos {
					return n.X
				}
			case *ast.RangeStmt:
				if n.For == pos {
					return n.X
				}
			case *ast.CallExpr:
				if n.Lparen == pos {
					return p.argument(n)
				}
			}
		}
	}
	return nil
}

// argument returns the map that a call accesses: its receiver or first
// argument.
func (p *program) argument(call *ast.CallExpr) ast.Expr {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if t := p.info.TypeOf(sel.X); t != nil && isMap(t) {
			return sel.X
		}
	}
	for _, arg := range call.Args {
		t := p.info.TypeOf(arg)
		if t == nil {
			continue // ill-typed
		}
		if isMap(t) {
			return arg
		}
	}
	return nil
}
