package mutate

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

const (
	timerType  = "*time.Timer"
	tickerType = "*time.Ticker"
)

// timerOf returns t of <-t.C, of one of the types.
func (s *Site) timerOf(x ast.Node, types ...string) ast.Expr {
	un, ok := x.(*ast.UnaryExpr)
	if !ok || un.Op != token.ARROW {
		return nil
	}
	sel, ok := ast.Unparen(un.X).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "C" || !s.isType(sel.X, types...) || !isPath(sel.X) {
		return nil
	}
	return sel.X
}

// received returns the receive of a case.
func received(c *ast.CommClause) ast.Node {
	switch c := c.Comm.(type) {
	case *ast.ExprStmt:
		return c.X
	case *ast.AssignStmt:
		return c.Rhs[0]
	}
	return nil
}

// timerSnippet is code that works on the timer t, to stand at an offset. Its form for
// other packages calls it t.
func (s *Site) timerSnippet(at int, t ast.Expr, typ, format string, imports map[string]string) (snippet, bool) {
	name := s.text(t)
	inputs, ok := s.inputsOf(t, imports)
	pkg := "time"
	return snippet{from: at, to: at, code: strings.ReplaceAll(format, "$t", name), inputs: inputs,
		remote:     fmt.Sprintf("(t *%s.%s) { %s }", pkg, strings.TrimPrefix(typ, "*time."), strings.ReplaceAll(format, "$t", "t")),
		remoteHead: `import "time"`, remoteArgs: name}, ok
}

// timerUses returns the statements that reset the local timer, and whether anything
// else but Stop and receives is done with it, such as to replace it.
func (s *Site) timerUses(t *ast.Ident) (resets []*ast.ExprStmt, others bool) {
	v := s.objectOf(t)
	plain := make(map[*ast.Ident]bool)
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ExprStmt:
			if call := callOf(n); call != nil && len(call.Args) == 1 {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Reset" && s.objectOf(sel.X) == v {
					resets = append(resets, n)
				}
			}
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok {
				plain[id] = true
			}
		case *ast.Ident:
			others = others || s.Info.Uses[n] == v && !plain[n]
		}
		return true
	})
	return resets, others
}

// stops calls f for each statement t.Stop(), and defer t.Stop() too.
func (s *Site) stops(f func(st ast.Stmt, t ast.Expr, deferred bool)) {
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		var call *ast.CallExpr
		st, _ := n.(ast.Stmt)
		deferred := false
		switch n := n.(type) {
		case *ast.ExprStmt:
			call = callOf(n)
		case *ast.DeferStmt:
			call, deferred = n.Call, true
		}
		if call == nil {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if ok && sel.Sel.Name == "Stop" && s.isType(sel.X, timerType, tickerType) && isPath(sel.X) {
			f(st, sel.X, deferred)
		}
		return true
	})
}

// drained tells whether a statement after st in its block receives from a timer.
func (s *Site) drained(st ast.Stmt) bool {
	list, i := s.blockOf(st)
	for _, next := range list[min(i+1, len(list)):] {
		found := false
		ast.Inspect(next, func(n ast.Node) bool {
			found = found || s.timerOf(n, timerType, tickerType) != nil
			return true
		})
		if found {
			return true
		}
	}
	return false
}

// fromAfterFunc reports whether all that the package assigns to the timer comes from
// time.AfterFunc.
func (s *Site) fromAfterFunc(t ast.Expr) bool {
	v := s.objectOf(t)
	some, all := false, true
	for _, file := range s.Files {
		other := &Site{s.Package, file, s.Fn}
		ast.Inspect(file.Syntax, func(n ast.Node) bool {
			var x ast.Expr
			switch n := n.(type) {
			case *ast.AssignStmt:
				for i, l := range n.Lhs {
					if other.objectOf(l) == v && len(n.Lhs) == len(n.Rhs) {
						x = n.Rhs[i]
					}
				}
			case *ast.KeyValueExpr:
				if id, ok := n.Key.(*ast.Ident); ok && s.Info.Uses[id] == types.Object(v) {
					x = n.Value
				}
			}
			if x == nil {
				return true
			}
			some = true
			call, ok := ast.Unparen(x).(*ast.CallExpr)
			all = all && ok && other.calleeName(call) == "time.AfterFunc"
			return true
		})
	}
	return some && all
}

// timersMade calls f for each assignment of a new timer or ticker to a variable.
func (s *Site) timersMade(f func(*ast.AssignStmt, *ast.Ident, *ast.CallExpr)) {
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		as, ok := n.(*ast.AssignStmt)
		if !ok || len(as.Lhs) != 1 || len(as.Rhs) != 1 {
			return true
		}
		call, ok := as.Rhs[0].(*ast.CallExpr)
		if !ok {
			return true
		}
		if name := s.calleeName(call); name != "time.NewTimer" && name != "time.NewTicker" {
			return true
		}
		if id, ok := as.Lhs[0].(*ast.Ident); ok && id.Name != "_" {
			f(as, id, call)
		}
		return true
	})
}

// stopped reports whether the package calls Stop on the timer.
func (s *Site) stopped(v *types.Var) bool {
	found := false
	for _, file := range s.Files {
		ast.Inspect(file.Syntax, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Stop" {
				found = found || v != nil && s.objectOf(sel.X) == v
			}
			return !found
		})
	}
	return found
}

// oldTimers reports whether the module runs with the timers before Go 1.23.
func (s *Site) oldTimers() bool { return s.before(23) }

// before reports whether the module's go line is below 1.minor, or missing.
func (pkg *Package) before(minor int) bool {
	var major, have int
	if _, err := fmt.Sscanf(pkg.GoVersion, "%d.%d", &major, &have); err != nil {
		return true
	}
	return major == 1 && have < minor
}
