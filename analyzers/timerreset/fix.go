package timerreset

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// drainFix makes the blocking drain at an SSA position non-blocking:
//
//	if !t.Stop() {           if !t.Stop() {
//		<-t.C           =>       select {
//	}                            case <-t.C:
//	                             default:
//	                             }
//	                         }
//
// That is right under both semantics, whether or not a value waits. It returns
// nil for a receive that is no drain: whoever waits for a tick must not stop
// waiting.
func (s *sources) drainFix(pos token.Pos) []analysis.SuggestedFix {
	path := s.path(pos)
	for i, n := range path {
		recv, ok := n.(*ast.UnaryExpr)
		if !ok || recv.OpPos != pos || i+2 >= len(path) {
			continue // not the receive
		}
		stmt, ok := path[i+1].(*ast.ExprStmt)
		if !ok || !followsStop(path[i+2:], stmt, recv) {
			return nil
		}
		indent, ok := s.indent(stmt.Pos())
		if !ok {
			return nil
		}
		expr := types.ExprString(recv)
		text := strings.Join([]string{"select {", "case " + expr + ":", "default:", "}"}, "\n"+indent)
		return []analysis.SuggestedFix{{
			Message:   "Drain without blocking",
			TextEdits: []analysis.TextEdit{{Pos: stmt.Pos(), End: stmt.End(), NewText: []byte(text)}},
		}}
	}
	return nil
}

// followsStop reports whether a receive from t.C is the only statement of an
// if that t.Stop() decides, or comes right after t.Stop().
func followsStop(path []ast.Node, stmt *ast.ExprStmt, recv *ast.UnaryExpr) bool {
	sel, ok := ast.Unparen(recv.X).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	timer := types.ExprString(sel.X)
	block, ok := path[0].(*ast.BlockStmt)
	if !ok {
		return false
	}
	for i, st := range block.List {
		if st != stmt || i == 0 {
			continue // another statement, or none before it
		}
		prev, ok := block.List[i-1].(*ast.ExprStmt)
		return ok && stops(prev.X, timer)
	}
	if len(block.List) != 1 || len(path) < 2 {
		return false
	}
	branch, ok := path[1].(*ast.IfStmt)
	return ok && branch.Body == block && stops(branch.Cond, timer)
}

// stops reports whether e contains a call of timer.Stop.
func stops(e ast.Node, timer string) (found bool) {
	ast.Inspect(e, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Stop" && types.ExprString(sel.X) == timer {
				found = true
			}
		}
		return !found
	})
	return found
}

// indent returns the white space before pos, and false if something else
// stands before it on its line or the file is not the one that a person edits.
func (s *sources) indent(pos token.Pos) (string, bool) {
	file := s.pass.Fset.File(pos)
	if file == nil || s.pass.Fset.PositionFor(pos, true).Filename != file.Name() {
		return "", false // cmd/cgo rewrote it
	}
	content, err := report.ReadFile(s.pass, file.Name())
	if err != nil || file.Offset(pos) > len(content) {
		return "", false // gone or changed meanwhile
	}
	before := content[:file.Offset(pos)]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	if len(bytes.TrimSpace(line)) > 0 {
		return "", false
	}
	return string(line), true
}

// modernizations reports drains that Go 1.23 made superfluous:
//
//	if !t.Stop() { <-t.C }   =>   t.Stop()
func modernizations(pass *analysis.Pass, sem asynctimer.Semantics, add func(analysis.Diagnostic)) {
	if sem != asynctimer.Sync {
		return // still needed
	}
	for _, f := range pass.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			branch, ok := n.(*ast.IfStmt)
			if !ok || branch.Init != nil || branch.Else != nil || len(branch.Body.List) != 1 {
				return true // does more
			}
			not, ok := branch.Cond.(*ast.UnaryExpr)
			if !ok || not.Op != token.NOT {
				return true // another condition
			}
			call, ok := not.X.(*ast.CallExpr)
			if !ok {
				return true // another condition
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true // another condition
			}
			fn, ok := pass.TypesInfo.Uses[sel.Sel].(*types.Func)
			if !ok || fn.FullName() != "(*time.Timer).Stop" || !drains(branch.Body.List[0], types.ExprString(sel.X)) {
				return true // not a drain
			}
			add(analysis.Diagnostic{
				Pos: branch.Pos(), End: branch.End(),
				Message: "the drain after Stop is not needed since Go 1.23: Stop leaves the channel empty",
				SuggestedFixes: []analysis.SuggestedFix{{
					Message:   "Only stop the timer",
					TextEdits: []analysis.TextEdit{{Pos: branch.Pos(), End: branch.End(), NewText: []byte(types.ExprString(call))}},
				}},
			})
			return true
		})
	}
}

// drains reports whether st does nothing but receive from timer.C, blocking or
// not.
func drains(st ast.Stmt, timer string) bool {
	switch st := st.(type) {
	case *ast.ExprStmt:
		recv, ok := st.X.(*ast.UnaryExpr)
		return ok && recv.Op == token.ARROW && types.ExprString(recv.X) == timer+".C"
	case *ast.SelectStmt:
		if len(st.Body.List) != 2 {
			return false
		}
		receives, otherwise := false, false
		for _, c := range st.Body.List {
			c := c.(*ast.CommClause)
			if len(c.Body) > 0 {
				return false
			}
			if c.Comm == nil {
				otherwise = true
			} else {
				receives = receives || drains(c.Comm, timer)
			}
		}
		return receives && otherwise
	}
	return false
}
