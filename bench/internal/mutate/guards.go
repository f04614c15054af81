package mutate

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A lockCall is a statement that locks or unlocks a mutex of package sync.
type lockCall struct {
	stmt     ast.Stmt
	call     *ast.CallExpr
	operand  ast.Expr   // s.mu of s.mu.Lock()
	lock     *types.Var // the field or variable
	root     *types.Var // s
	name     string     // Lock, Unlock, RLock, RUnlock
	deferred bool
}

func (l *lockCall) locks() bool {
	return strings.HasSuffix(l.name, "ock") && !strings.Contains(l.name, "Unlock")
}

// lockCalls returns the locking in a body, without its literals', in order.
func (s *Site) lockCalls(body ast.Node) []lockCall {
	var calls []lockCall
	inspect(body, func(n ast.Node) bool {
		var l lockCall
		switch n := n.(type) {
		case *ast.ExprStmt:
			l.call, l.stmt = callOf(n), n
		case *ast.DeferStmt:
			l.call, l.stmt, l.deferred = n.Call, n, true
		}
		if l.call == nil {
			return true
		}
		sel, ok := l.call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		fn, ok := s.Info.Uses[sel.Sel].(*types.Func)
		if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "sync" {
			return true
		}
		if l.name = fn.Name(); !slices.Contains([]string{"Lock", "Unlock", "RLock", "RUnlock"}, l.name) {
			return true
		}
		l.operand, l.lock, l.root = sel.X, s.objectOf(sel.X), s.rootOf(sel.X)
		if l.lock != nil && l.root != nil {
			calls = append(calls, l)
		}
		return true
	})
	return calls
}

// A mapAccess is an access to the elements of a map that is a field or variable.
type mapAccess struct {
	node  ast.Node // the expression m[k], or the statement that writes
	stmt  bool
	m     ast.Expr
	obj   *types.Var
	root  *types.Var
	write bool
	loop  bool // range: it has no form that a move could lay elsewhere
}

// mapAccesses returns the accesses in a body, without its literals', in order.
func (s *Site) mapAccesses(body ast.Node) []mapAccess {
	var all []mapAccess
	written := make(map[ast.Expr]bool)
	note := func(n ast.Node, x ast.Expr, a mapAccess) {
		if _, ok := s.typeOf(x).Underlying().(*types.Map); !ok {
			return
		}
		a.node, a.m, a.obj, a.root = n, x, s.objectOf(x), s.rootOf(x)
		if a.obj != nil && a.root != nil && isPath(x) {
			all = append(all, a)
		}
	}
	inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				if ix, ok := ast.Unparen(l).(*ast.IndexExpr); ok {
					written[ix] = true
					note(n, ix.X, mapAccess{write: true, stmt: true, loop: len(n.Lhs) > 1})
				}
			}
		case *ast.IncDecStmt:
			if ix, ok := ast.Unparen(n.X).(*ast.IndexExpr); ok {
				written[ix] = true
				note(n, ix.X, mapAccess{write: true, stmt: true})
			}
		case *ast.CallExpr:
			if name := s.calleeName(n); (name == "delete" || name == "clear") && len(n.Args) > 0 {
				note(n, n.Args[0], mapAccess{write: true, stmt: true})
			}
		case *ast.IndexExpr:
			if !written[n] {
				note(n, n.X, mapAccess{})
			}
		case *ast.RangeStmt:
			note(n, n.X, mapAccess{loop: true})
		}
		return true
	})
	return all
}

// A guardIndex knows which functions of a package access which maps under which
// locks.
type guardIndex struct {
	uses map[*types.Var][]guardedUse
}

type guardedUse struct {
	fn    *ast.FuncDecl
	locks map[*types.Var]bool
	write bool
}

func (pkg *Package) guardIndex() *guardIndex {
	if pkg.guards != nil {
		return pkg.guards
	}
	pkg.guards = &guardIndex{make(map[*types.Var][]guardedUse)}
	pkg.sites(func(s *Site) {
		if s.constructs() {
			return
		}
		locks := s.lockCalls(s.Fn.Body)
		for _, a := range s.mapAccesses(s.Fn.Body) {
			held := make(map[*types.Var]bool)
			for _, l := range locks {
				if l.locks() && l.call.Pos() < a.node.Pos() && l.root == a.root && s.heldAt(locks, l, a.node.Pos()) {
					held[l.lock] = true
				}
			}
			pkg.guards.uses[a.obj] = append(pkg.guards.uses[a.obj], guardedUse{s.Fn, held, a.write})
		}
	})
	return pkg.guards
}

// heldAt tells by the order of the text whether the lock that l takes is held at
// pos: no unlock lies between, except in a block that leaves.
func (s *Site) heldAt(calls []lockCall, l lockCall, pos token.Pos) bool {
	for _, u := range calls {
		if u.lock == l.lock && !u.locks() && !u.deferred && u.call.Pos() > l.call.Pos() && u.call.Pos() < pos && !s.leavesAfter(u.stmt) {
			return false
		}
	}
	return true
}

// leavesAfter tells whether the block that has st leaves the function or loop
// after it.
func (s *Site) leavesAfter(st ast.Stmt) bool {
	list, i := s.blockOf(st)
	for _, next := range list[min(i+1, len(list)):] {
		switch next.(type) {
		case *ast.ReturnStmt, *ast.BranchStmt:
			return true
		}
	}
	return false
}

// blockOf returns the statements among which st is, and its index.
func (s *Site) blockOf(st ast.Stmt) (list []ast.Stmt, index int) {
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		var l []ast.Stmt
		switch n := n.(type) {
		case *ast.BlockStmt:
			l = n.List
		case *ast.CaseClause:
			l = n.Body
		case *ast.CommClause:
			l = n.Body
		}
		if i := slices.Index(l, st); i >= 0 {
			list, index = l, i
		}
		return list == nil
	})
	return list, index
}

// A guarded access group: the accesses of one function to one map under one lock
// that other functions hold at the same map, too, one of them to write.
type guardedMap struct {
	obj, lock *types.Var
	accesses  []mapAccess
	calls     []lockCall // of the lock, in the function
}

// guarded returns the guarded maps of the function, one for each lock.
func (s *Site) guarded() []guardedMap {
	if s.constructs() || s.unshared() {
		return nil
	}
	locks := s.lockCalls(s.Fn.Body)
	accesses := s.mapAccesses(s.Fn.Body)
	var found []guardedMap
	seen := make(map[*types.Var]bool)
	for _, l := range locks {
		if !l.locks() || seen[l.lock] || s.local(l.lock) {
			continue
		}
		g := guardedMap{lock: l.lock}
		for _, a := range accesses {
			if g.obj != nil && a.obj != g.obj || s.local(a.obj) || a.root != l.root && a.obj.IsField() || a.obj.IsField() != l.lock.IsField() {
				continue
			}
			if a.node.Pos() < l.call.Pos() || !s.heldAt(locks, l, a.node.Pos()) || !s.sharedUnder(a.obj, l.lock) || s.fresh(a.root) {
				continue
			}
			g.obj = a.obj
			g.accesses = append(g.accesses, a)
		}
		if g.obj == nil {
			continue
		}
		seen[l.lock] = true
		for _, c := range locks {
			if c.lock == l.lock && c.root == l.root {
				g.calls = append(g.calls, c)
			}
		}
		found = append(found, g)
	}
	return found
}

// sharedUnder reports whether other functions access the map under the lock, and
// somebody writes it.
func (s *Site) sharedUnder(obj, lock *types.Var) bool {
	others, wrote := false, false
	for _, u := range s.guardIndex().uses[obj] {
		others = others || u.fn != s.Fn && u.locks[lock]
		wrote = wrote || u.write && u.locks[lock]
	}
	return others && wrote
}
