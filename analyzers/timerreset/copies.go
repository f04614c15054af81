package timerreset

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// copies reports copies of Timer and Ticker values: their methods act on the
// copy, which the runtime does not know.
//
//	t := *time.NewTicker(d)
//	return &clock{*time.NewTimer(d)}
func copies(pass *analysis.Pass, low bool, add func(analysis.Diagnostic)) {
	for _, f := range pass.Files {
		var stack []ast.Node
		ast.Inspect(f, func(n ast.Node) bool {
			if n == nil {
				stack = stack[:len(stack)-1]
				return true
			}
			stack = append(stack, n)
			if e, ok := n.(ast.Expr); ok {
				checkCopy(pass, stack, e, low, add)
			}
			return true
		})
	}
}

// checkCopy reports e if it is the value of a timer, taken as a whole.
func checkCopy(pass *analysis.Pass, stack []ast.Node, e ast.Expr, low bool, add func(analysis.Diagnostic)) {
	tv, ok := pass.TypesInfo.Types[e]
	if !ok || !tv.IsValue() {
		return // a type, or the name in a declaration
	}
	name := timerName(tv.Type)
	if _, isStar := e.(*ast.StarExpr); name == "" && isStar {
		name = timerWithin(tv.Type, 0)
	}
	if name == "" {
		return // another type
	}
	switch e := e.(type) {
	case *ast.StarExpr, *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr:
	default:
		_ = e
		return // a literal is no copy; parentheses are looked into
	}
	parent := stack[len(stack)-2]
	if !takesValue(parent, e) {
		return // only its address or a field is used
	}
	d := analysis.Diagnostic{Pos: e.Pos(), End: e.End()}
	star, isStar := e.(*ast.StarExpr)
	if isStar && timerName(tv.Type) != "" {
		if id := declared(pass, parent, e); id != nil {
			uses := usesOf(pass, stack[0], id)
			if uses.onlyC && !low {
				return // receiving works: the original fires into the same channel
			}
			if uses.onlySelectors {
				d.SuggestedFixes = []analysis.SuggestedFix{{
					Message:   "Keep the pointer",
					TextEdits: []analysis.TextEdit{{Pos: star.Star, End: star.X.Pos()}},
				}}
			}
		}
	}
	d.Message = "copy of a time." + name + ": Stop on the copy does not stop the original, and Reset of it can freeze or crash the process (golang/go#69186); keep a *time." + name
	add(d)
}

// timerWithin returns the name of a timer type that a struct holds by value.
func timerWithin(t types.Type, depth int) string {
	st, ok := t.Underlying().(*types.Struct)
	if !ok || depth > 3 {
		return ""
	}
	for f := range st.Fields() {
		if name := timerName(f.Type()); name != "" {
			return name
		}
		if name := timerWithin(f.Type(), depth+1); name != "" {
			return name
		}
	}
	return ""
}

// takesValue reports whether parent uses the value of its operand e.
func takesValue(parent ast.Node, e ast.Expr) bool {
	switch parent := parent.(type) {
	case *ast.AssignStmt:
		for _, r := range parent.Rhs {
			if r == e {
				return len(parent.Lhs) != 1 || !isBlank(parent.Lhs[0])
			}
		}
		return false // assigned to
	case *ast.ValueSpec, *ast.CompositeLit, *ast.KeyValueExpr, *ast.ReturnStmt, *ast.SendStmt:
		if kv, ok := parent.(*ast.KeyValueExpr); ok {
			return kv.Value == e
		}
		if vs, ok := parent.(*ast.ValueSpec); ok {
			for _, v := range vs.Values {
				if v == e {
					return true
				}
			}
			return false
		}
		return true
	case *ast.CallExpr:
		for _, arg := range parent.Args {
			if arg == e {
				return true
			}
		}
	}
	return false
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

// declared returns the variable that `x := e` declares in parent, or nil.
func declared(pass *analysis.Pass, parent ast.Node, e ast.Expr) types.Object {
	assign, ok := parent.(*ast.AssignStmt)
	if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != len(assign.Rhs) {
		return nil
	}
	for i, r := range assign.Rhs {
		if id, ok := assign.Lhs[i].(*ast.Ident); ok && r == e {
			return pass.TypesInfo.Defs[id]
		}
	}
	return nil
}

type variableUses struct {
	onlySelectors bool // each use is x.C, x.Stop or x.Reset
	onlyC         bool // each use is x.C
}

func usesOf(pass *analysis.Pass, file ast.Node, obj types.Object) variableUses {
	u := variableUses{true, true}
	selected := make(map[*ast.Ident]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && pass.TypesInfo.Uses[id] == obj {
				selected[id] = true
				u.onlyC = u.onlyC && n.Sel.Name == "C"
			}
		case *ast.Ident:
			if pass.TypesInfo.Uses[n] == obj && !selected[n] {
				u = variableUses{}
			}
		}
		return true
	})
	return u
}
