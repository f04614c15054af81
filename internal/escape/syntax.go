package escape

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// A variable is what the syntax tells of a local variable.
type variable struct {
	obj *types.Var
	// reassigned is set if it is assigned after a literal captured it, so that
	// the literal must capture its address.
	reassigned bool
	// perRound is set for the variables of a for statement: each round has its
	// own since Go 1.22.
	perRound bool

	depth      int
	fn         ast.Node
	captured   token.Pos // of the first literal that does
	capturedAt int       // its loop depth
	assigned   []token.Pos
}

// syntax holds what SSA does not tell of a package: declarations, captures and
// loops, by position.
type syntax struct {
	info  *types.Info
	fset  *token.FileSet
	vars  map[token.Pos]*variable
	loops []span // sorted by start
	// ranges holds the ends of range statements by their start.
	ranges map[token.Pos]token.Pos
	// noescape holds the functions without body that keep nothing.
	noescape map[*types.Func]bool
}

// A span is a piece of source.
type span struct{ from, to token.Pos }

// readSyntax walks the files of a package.
func readSyntax(fset *token.FileSet, info *types.Info, files []*ast.File) *syntax {
	s := &syntax{info: info, fset: fset, vars: make(map[token.Pos]*variable), ranges: make(map[token.Pos]token.Pos), noescape: make(map[*types.Func]bool)}
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			switch {
			case ok && fn.Body == nil:
				if obj, ok := info.Defs[fn.Name].(*types.Func); ok && hasDirective(fn.Doc, "//go:noescape") {
					s.noescape[obj] = true
				}
			default:
				(&walker{s, d, 1}).walk(d)
			}
		}
	}
	for _, v := range s.vars {
		v.reassigned = slices.ContainsFunc(v.assigned, func(pos token.Pos) bool {
			// An assignment before the capture, in the same round, does not count.
			return !v.captured.IsValid() || v.capturedAt != v.depth || pos > v.captured
		})
	}
	slices.SortFunc(s.loops, func(a, b span) int { return int(a.from - b.from) })
	return s
}

func hasDirective(doc *ast.CommentGroup, directive string) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return c.Text == directive })
}

// of returns the variable that an alloc stands for, nil for a temporary.
func (s *syntax) of(a *ssa.Alloc) *variable {
	v := s.vars[a.Pos()]
	if v == nil || v.obj.Name() != a.Comment {
		return nil
	}
	return v
}

// depth returns how many loops of fn are around a position, plus one.
func (s *syntax) depth(fn *ssa.Function, pos token.Pos) int {
	depth := 1
	if ir.Syntax(fn) == nil || !pos.IsValid() {
		return depth
	}
	from, to := ir.Syntax(fn).Pos(), ir.Syntax(fn).End()
	i, _ := slices.BinarySearchFunc(s.loops, from, func(l span, pos token.Pos) int { return int(l.from - pos) })
	for _, l := range s.loops[i:] {
		if l.from >= to || l.from > pos {
			break
		}
		if pos < l.to {
			depth++
		}
	}
	return depth
}

// A walker walks one function, at a depth of loops.
type walker struct {
	*syntax
	fn    ast.Node
	depth int
}

func (w *walker) variable(obj *types.Var) *variable {
	v := w.vars[obj.Pos()]
	if v == nil {
		v = &variable{obj: obj}
		w.vars[obj.Pos()] = v
	}
	return v
}

// inLoop walks a part of a loop that runs in each round.
func (w *walker) inLoop(n ast.Node) {
	w.loops = append(w.loops, span{n.Pos(), n.End()})
	(&walker{w.syntax, w.fn, w.depth + 1}).walk(n)
}

func (w *walker) walk(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			if n != root {
				w.capture(n)
				(&walker{w.syntax, n, 1}).walk(n)
				return false
			}
		case *ast.ForStmt:
			w.forStmt(n)
			return false
		case *ast.RangeStmt:
			w.rangeStmt(n)
			return false
		case *ast.Ident:
			if obj, ok := w.info.Defs[n].(*types.Var); ok && !obj.IsField() {
				v := w.variable(obj)
				v.depth, v.fn = w.depth, w.fn
			}
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && n.Tok == token.DEFINE && w.info.Defs[id] != nil {
					continue // declared here
				}
				w.assign(lhs, n.End())
			}
		case *ast.IncDecStmt:
			w.assign(n.X, n.End())
		case *ast.ReturnStmt:
			w.returnStmt(n)
		case *ast.CaseClause:
			if obj, ok := w.info.Implicits[n].(*types.Var); ok {
				w.variable(obj).fn = w.fn
			}
		}
		return true
	})
}

// capture notes the variables of this function that a literal uses.
func (w *walker) capture(lit *ast.FuncLit) {
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		obj, ok := w.info.Uses[id].(*types.Var)
		if !ok || obj.IsField() {
			return true
		}
		if v := w.vars[obj.Pos()]; v != nil && v.fn == w.fn && !v.captured.IsValid() {
			v.captured, v.capturedAt = lit.Pos(), w.depth
		}
		return true
	})
}

func (w *walker) forStmt(n *ast.ForStmt) {
	if n.Init != nil {
		w.walk(n.Init)
		if as, ok := n.Init.(*ast.AssignStmt); ok && as.Tok == token.DEFINE {
			for _, lhs := range as.Lhs {
				id, ok := lhs.(*ast.Ident)
				if !ok {
					continue // not valid Go
				}
				if obj, ok := w.info.Defs[id].(*types.Var); ok {
					v := w.variable(obj)
					v.perRound, v.depth = true, w.depth+1
				}
			}
		}
	}
	if n.Cond != nil {
		w.inLoop(n.Cond)
	}
	w.inLoop(n.Body)
	if n.Post != nil {
		w.inLoop(n.Post)
	}
}

func (w *walker) rangeStmt(n *ast.RangeStmt) {
	w.ranges[n.Pos()] = n.End()
	w.walk(n.X)
	for _, e := range []ast.Expr{n.Key, n.Value} {
		if e == nil {
			continue // not wanted
		}
		w.inLoop(e)
		if n.Tok == token.ASSIGN {
			w.assign(e, e.End())
		}
	}
	w.inLoop(n.Body)
}

// returnStmt assigns the named results.
func (w *walker) returnStmt(n *ast.ReturnStmt) {
	var typ *ast.FuncType
	switch fn := w.fn.(type) {
	case *ast.FuncDecl:
		typ = fn.Type
	case *ast.FuncLit:
		typ = fn.Type
	}
	if typ == nil || typ.Results == nil || len(n.Results) == 0 {
		return
	}
	for _, field := range typ.Results.List {
		for _, id := range field.Names {
			if obj, ok := w.info.Defs[id].(*types.Var); ok {
				v := w.variable(obj)
				v.assigned = append(v.assigned, n.End())
			}
		}
	}
}

// assign notes an assignment to a variable, or to a part of it.
func (w *walker) assign(lhs ast.Expr, pos token.Pos) {
	for {
		switch e := lhs.(type) {
		case *ast.ParenExpr:
			lhs = e.X
			continue
		case *ast.SelectorExpr:
			if sel := w.info.Selections[e]; sel != nil && sel.Kind() == types.FieldVal && !sel.Indirect() {
				lhs = e.X
				continue
			}
		case *ast.IndexExpr:
			if t := w.info.TypeOf(e.X); t != nil {
				if _, ok := t.Underlying().(*types.Array); ok {
					lhs = e.X
					continue
				}
			}
		case *ast.Ident:
			if obj, ok := w.info.Uses[e].(*types.Var); ok && !obj.IsField() {
				v := w.variable(obj)
				v.assigned = append(v.assigned, pos)
			}
		}
		return
	}
}
