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
	for _, n := range s.path(pos) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if n.Lparen == pos {
				return n.Pos(), n.End()
			}
		case *ast.UnaryExpr:
			if n.OpPos == pos {
				return n.Pos(), n.End()
			}
		}
	}
	return pos, token.NoPos
}
