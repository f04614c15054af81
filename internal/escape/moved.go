package escape

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// Since Go 1.26 the backing store of a slice that grows by append may begin on
// the stack although the slice is returned or assigned: it is moved to the heap
// there (cmd/compile/internal/slice). That needs a slice variable that is used
// for nothing else than
//
//	s = append(s, ...)   s[i]   len(s)   range s   s = nil   f(s) // f keeps nothing
//
// and one place, in no loop that the variable is not in, where it is returned
// or assigned.

// A grown is a slice variable that may be one of these.
type grown struct {
	depth       int // of the loop it is declared in
	known, uses int // uses that are of the forms above, and all
	leaves      int // places where it is returned or assigned
	bad         bool
	weight      int // of the appends, those in loops count more
	appends     []token.Pos
}

// A mover looks for them in one function.
type mover struct {
	info  *types.Info
	vars  map[*types.Var]*grown
	leak  func(call *ast.CallExpr, i int) bool
	depth int
	named []*types.Var // results
}

// moved returns the calls of append, by their parentheses, whose backing store
// may be on the stack for this reason.
func (u *unit) moved(fn *ssa.Function) map[token.Pos]bool {
	calls := make(map[token.Pos]*ssa.CallCommon)
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				calls[call.Common().Pos()] = call.Common()
			}
		}
	}
	m := &mover{info: u.syntax.info, vars: make(map[*types.Var]*grown)}
	m.leak = func(call *ast.CallExpr, i int) bool {
		c := calls[call.Lparen]
		if c == nil {
			return true
		}
		callee := u.callee(c)
		if callee == nil {
			return true
		}
		if callee.Signature.Recv() != nil {
			i++
		}
		leaks, ok := u.callees(callee)
		return !ok || i >= len(leaks) || leaks[i].any()
	}
	var typ *ast.FuncType
	var body *ast.BlockStmt
	switch n := ir.Syntax(fn).(type) {
	case *ast.FuncDecl:
		typ, body = n.Type, n.Body
	case *ast.FuncLit:
		typ, body = n.Type, n.Body
	default:
		return nil // made by the compiler
	}
	if body == nil {
		return nil
	}
	m.declare(typ.Params)
	m.named = m.declare(typ.Results)
	m.walk(body)
	out := make(map[token.Pos]bool)
	for _, g := range m.vars {
		if !g.bad && g.known == g.uses && g.leaves == 1 && g.weight >= 2 {
			for _, pos := range g.appends {
				out[pos] = true
			}
		}
	}
	return out
}

// declare tracks the slices among parameters or results.
func (m *mover) declare(fields *ast.FieldList) []*types.Var {
	var out []*types.Var
	if fields == nil {
		return nil
	}
	for _, f := range fields.List {
		for _, id := range f.Names {
			if v := m.track(id); v != nil {
				out = append(out, v)
			}
		}
	}
	return out
}

// track begins to track the slice variable that id declares.
func (m *mover) track(id *ast.Ident) *types.Var {
	v, ok := m.info.Defs[id].(*types.Var)
	if !ok {
		return nil
	}
	s, ok := v.Type().Underlying().(*types.Slice)
	if !ok || sizeof(s.Elem()) > maxBacking {
		return nil
	}
	m.vars[v] = &grown{depth: m.depth}
	return v
}

// of returns the tracked variable that an expression is.
func (m *mover) of(e ast.Expr) *grown {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	if v, ok := m.info.Uses[id].(*types.Var); ok {
		return m.vars[v]
	}
	if v, ok := m.info.Defs[id].(*types.Var); ok {
		return m.vars[v]
	}
	return nil
}

// known notes a use that is of one of the forms.
func (m *mover) known(e ast.Expr) {
	if g := m.of(e); g != nil {
		g.known++
	}
}

// leaves notes that a variable is returned or assigned.
func (m *mover) leaves(g *grown) {
	g.leaves++
	g.bad = g.bad || m.depth > g.depth
}

func (m *mover) walk(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			m.captured(n)
			return false
		case *ast.ForStmt, *ast.RangeStmt:
			if n != root {
				m.depth++
				if r, ok := n.(*ast.RangeStmt); ok {
					m.known(r.X)
				}
				m.walk(n)
				m.depth--
				return false
			}
		case *ast.Ident:
			if g := m.of(n); g != nil {
				g.uses++
			}
		case *ast.ValueSpec:
			for i, id := range n.Names {
				m.track(id)
				switch {
				case len(n.Values) == 0:
					m.known(id)
				case len(n.Values) == len(n.Names):
					m.assign(id, n.Values[i])
				}
			}
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && n.Tok == token.DEFINE {
					m.track(id)
				}
				if len(n.Lhs) == len(n.Rhs) && (n.Tok == token.ASSIGN || n.Tok == token.DEFINE) {
					m.assign(lhs, n.Rhs[i])
				}
			}
		case *ast.IndexExpr:
			m.known(n.X)
		case *ast.UnaryExpr:
			if index, ok := ast.Unparen(n.X).(*ast.IndexExpr); ok && n.Op == token.AND {
				if g := m.of(index.X); g != nil {
					g.bad = true
				}
			}
		case *ast.SelectorExpr:
			m.method(n)
		case *ast.ReturnStmt:
			m.returned(n)
		case *ast.CallExpr:
			m.call(n)
		}
		return true
	})
}

// captured: what a literal uses is lost.
func (m *mover) captured(lit *ast.FuncLit) {
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if g := m.of(id); g != nil {
				g.bad = true
			}
		}
		return true
	})
}

// assign looks at x = y.
func (m *mover) assign(x, y ast.Expr) {
	if g := m.of(x); g != nil {
		switch y := ast.Unparen(y).(type) {
		case *ast.Ident:
			if m.info.Types[y].IsNil() {
				g.known++
			}
		case *ast.CompositeLit:
			g.known++
		case *ast.SliceExpr:
			if m.of(y.X) == g && !y.Slice3 {
				g.known += 2
			}
		case *ast.CallExpr:
			if isAppend(m.info, y) && len(y.Args) > 0 && m.of(y.Args[0]) == g {
				g.known += 2
				g.weight += 1 + m.depth - g.depth
				g.appends = append(g.appends, y.Lparen)
			}
		}
	}
	if g := m.of(y); g != nil {
		g.known++
		m.leaves(g)
	}
}

// returned looks at a return statement.
func (m *mover) returned(n *ast.ReturnStmt) {
	for _, e := range n.Results {
		if g := m.of(e); g != nil {
			g.known++
			m.leaves(g)
		}
	}
	if len(n.Results) == 0 {
		for _, v := range m.named {
			m.leaves(m.vars[v])
		}
	}
}

// method: s[i].m() may take the element's address.
func (m *mover) method(n *ast.SelectorExpr) {
	sel := m.info.Selections[n]
	if sel == nil || sel.Kind() != types.MethodVal {
		return
	}
	index, ok := ast.Unparen(n.X).(*ast.IndexExpr)
	if !ok {
		return
	}
	if g := m.of(index.X); g != nil {
		if _, ok := types.Unalias(sel.Obj().(*types.Func).Signature().Recv().Type()).(*types.Pointer); ok && !isPointer(m.info.TypeOf(index)) {
			g.bad = true
		}
	}
}

func isPointer(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// call looks at the arguments of a call.
func (m *mover) call(n *ast.CallExpr) {
	if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok {
		if b, ok := m.info.Uses[id].(*types.Builtin); ok {
			if len(n.Args) == 1 && (b.Name() == "len" || b.Name() == "cap") {
				m.known(n.Args[0])
			}
			return
		}
	}
	sig, ok := m.info.TypeOf(n.Fun).(*types.Signature)
	if !ok {
		return // a conversion
	}
	for i, arg := range n.Args {
		g := m.of(arg)
		if g == nil || i >= sig.Params().Len() || sig.Variadic() && i == sig.Params().Len()-1 && !n.Ellipsis.IsValid() {
			continue // packed into another slice
		}
		if !m.leak(n, i) {
			g.known++
		}
	}
}

func isAppend(info *types.Info, call *ast.CallExpr) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	b, ok := info.Uses[id].(*types.Builtin)
	return ok && b.Name() == "append"
}
