package timerreset

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
)

// sources finds the syntax that SSA positions stand for.
type sources struct {
	pass *analysis.Pass
	// exprs are the calls by their parenthesis, and the unary expressions by their operator.
	exprs map[token.Pos]ast.Expr
}

// expr returns the call or receive at an SSA position, nil if there is none.
func (s *sources) expr(pos token.Pos) ast.Expr {
	if s.exprs == nil {
		s.exprs = make(map[token.Pos]ast.Expr)
		for _, f := range s.pass.Files {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					s.exprs[n.Lparen] = n
				case *ast.UnaryExpr:
					s.exprs[n.OpPos] = n
				}
				return true
			})
		}
	}
	return s.exprs[pos]
}

// path returns the nodes that enclose pos, the innermost first.
func (s *sources) path(pos token.Pos) []ast.Node {
	for _, f := range s.pass.Files {
		if f.FileStart <= pos && pos < f.FileEnd {
			path, _ := astutil.PathEnclosingInterval(f, pos, pos)
			return path
		}
	}
	return nil
}

// node returns the extent of the expression or statement at an SSA position:
// for a call that is its parenthesis, for a receive its arrow.
func (s *sources) node(pos token.Pos) (start, end token.Pos) {
	if e := s.expr(pos); e != nil {
		return e.Pos(), e.End()
	}
	return pos, token.NoPos
}
