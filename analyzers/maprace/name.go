package maprace

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/astutil"

	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
)

// mapName returns the map of an access as the source spells it there.
func (p *checker) mapName(a *mapaccess.Access) string {
	if e := p.operand(a.At.Pos); e != nil {
		if _, asserted := e.(*ast.TypeAssertExpr); asserted && a.Place.String() != "" {
			return a.Place.String()
		}
		if s := types.ExprString(e); len(s) < 60 {
			return s
		}
	}
	if s := a.Place.String(); s != "" {
		return s
	}
	return "here"
}

// operand returns the expression of the map that is accessed at a position of
// SSA: x[k], delete(x, k), range x, x.Set(k, v), maps.Copy(x, y), return x.
func (p *checker) operand(pos token.Pos) ast.Expr {
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
			case *ast.ReturnStmt:
				if i := slices.IndexFunc(n.Results, p.isMapExpr); n.Return == pos && i >= 0 {
					return n.Results[i]
				}
			}
		}
	}
	return nil
}

// argument returns the map that a call accesses: its receiver or first
// argument.
func (p *checker) argument(call *ast.CallExpr) ast.Expr {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if p.isMapExpr(sel.X) {
			return sel.X
		}
	}
	if i := slices.IndexFunc(call.Args, p.isMapExpr); i >= 0 {
		return call.Args[i]
	}
	return nil
}

func (p *checker) isMapExpr(e ast.Expr) bool {
	t := p.info.TypeOf(e) // nil if it is ill-typed
	return t != nil && mapaccess.IsMap(t)
}
