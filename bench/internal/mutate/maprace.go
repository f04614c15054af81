package mutate

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

var mapraceOperators = []operator{
	{"lock-dropped", lockDropped},
	{"unlocked-early", unlockedEarly},
	{"read-locked-write", readLockedWrite},
	{"moved-behind-unlock", movedBehindUnlock},
	{"wait-dropped", waitDropped},
	{"once-dropped", onceDropped},
	{"captured-unlocked", capturedUnlocked},
	{"clone-dropped", cloneDropped},
	{"guarded-map-returned", guardedMapReturned},
	{"fill-in-goroutines", fillInGoroutines},
}

// lockDropped takes no lock where the function took the one that guards a map.
func lockDropped(s *Site) []*draft {
	var drafts []*draft
	for _, g := range s.guarded() {
		d := s.guardDraft(g, g.calls[0].stmt)
		for _, c := range g.calls {
			d.edits = append(d.edits, s.replace(c.stmt, "_ = 0"))
		}
		s.moveAccesses(d, g)
		drafts = append(drafts, d)
	}
	return drafts
}

func (s *Site) guardDraft(g guardedMap, at ast.Node) *draft {
	return &draft{Site: s, at: at, detail: g.obj.Name() + " under " + g.lock.Name(), imports: make(map[string]string)}
}

// moveAccesses makes the accesses the evidence, if all of them can be moved.
func (s *Site) moveAccesses(d *draft, g guardedMap) {
	var sns []snippet
	last := -1
	for _, a := range g.accesses {
		sn, ok := s.snippetOf(a.node, d.imports)
		if !ok || a.loop || sn.from < last {
			return
		}
		last = sn.to
		if a.stmt {
			sn.results = nil
		}
		s.remoteAccess(&sn, a)
		sns = append(sns, sn)
	}
	if len(sns) <= 4 {
		d.snippets = sns
	}
}

// remoteAccess says the access for a package that knows neither the map's owner nor
// its types.
func (s *Site) remoteAccess(sn *snippet, a mapAccess) {
	const head = "[K comparable, V any](m map[K]V, k K"
	if !plainMap(s.typeOf(a.m)) {
		return
	}
	switch n := a.node.(type) {
	case *ast.IndexExpr:
		sn.remoteArgs = s.text(n.X) + ", " + s.text(n.Index)
		if len(sn.results) == 2 {
			sn.remote = head + ") (V, bool) { v, ok := m[k]; return v, ok }"
		} else {
			sn.remote = head + ") V { return m[k] }"
		}
	case *ast.CallExpr:
		if len(n.Args) == 2 {
			sn.remoteArgs = s.text(n.Args[0]) + ", " + s.text(n.Args[1])
			sn.remote = head + ") { delete(m, k) }"
		}
	case *ast.AssignStmt:
		ix, ok := n.Lhs[0].(*ast.IndexExpr)
		if ok && n.Tok == token.ASSIGN && len(n.Rhs) == 1 && types.Identical(s.typeOf(ix), s.typeOf(n.Rhs[0])) {
			sn.remoteArgs = s.text(ix.X) + ", " + s.text(ix.Index) + ", " + s.text(n.Rhs[0])
			sn.remote = head + ", v V) { m[k] = v }"
		}
	}
}

// plainMap reports whether type inference can take the map's type apart.
func plainMap(t types.Type) bool {
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// unlockedEarly unlocks before the access: at once where the unlock was deferred.
func unlockedEarly(s *Site) []*draft {
	var drafts []*draft
	for _, g := range s.guarded() {
		if len(g.calls) != 2 || g.calls[0].deferred {
			continue
		}
		lock, unlock := g.calls[0], g.calls[1]
		d := s.guardDraft(g, lock.stmt)
		if unlock.deferred {
			if unlock.call.Pos() > g.accesses[0].node.Pos() {
				continue
			}
			d.edits = []Edit{{s.offset(unlock.stmt.Pos()), s.offset(unlock.call.Pos()), ""}}
		} else {
			at := s.offset(lock.stmt.End())
			d.edits = []Edit{insert(at, "; "+s.text(unlock.stmt)), s.replace(unlock.stmt, "_ = 0")}
		}
		s.moveAccesses(d, g)
		drafts = append(drafts, d)
	}
	return drafts
}

// readLockedWrite takes the read lock where the function writes.
func readLockedWrite(s *Site) []*draft {
	var drafts []*draft
	for _, g := range s.guarded() {
		writes := false
		for _, a := range g.accesses {
			writes = writes || a.write
		}
		if !writes || !strings.HasSuffix(g.lock.Type().String(), "sync.RWMutex") {
			continue
		}
		d := s.guardDraft(g, g.calls[0].stmt)
		read := false
		for _, c := range g.calls {
			read = read || strings.HasPrefix(c.name, "R")
			d.edits = append(d.edits, s.replace(c.call.Fun.(*ast.SelectorExpr).Sel, "R"+c.name))
		}
		if read {
			continue
		}
		s.moveAccesses(d, g)
		drafts = append(drafts, d)
	}
	return drafts
}

// movedBehindUnlock unlocks one statement too early: the one before the unlock is
// the access.
func movedBehindUnlock(s *Site) []*draft {
	var drafts []*draft
	for _, g := range s.guarded() {
		for _, c := range g.calls {
			list, i := s.blockOf(c.stmt)
			if c.deferred || c.locks() || i == 0 || !movable(list[i-1]) {
				continue
			}
			var inside []mapAccess
			for _, a := range g.accesses {
				if a.node.Pos() >= list[i-1].Pos() && a.node.End() <= list[i-1].End() {
					inside = append(inside, a)
				}
			}
			if len(inside) == 0 {
				continue
			}
			d := s.guardDraft(g, list[i-1])
			d.edits = []Edit{insert(s.offset(list[i-1].Pos()), s.text(c.stmt)+"; "), s.replace(c.stmt, "_ = 0")}
			g.accesses = inside
			s.moveAccesses(d, g)
			drafts = append(drafts, d)
			break
		}
	}
	return drafts
}

// movable tells whether a statement only has effects and results.
func movable(st ast.Stmt) bool {
	switch st.(type) {
	case *ast.AssignStmt, *ast.ExprStmt, *ast.IncDecStmt:
		return true
	}
	return false
}

// waitDropped leaves out what waits for goroutines that write a map which the
// function reads afterwards.
func waitDropped(s *Site) []*draft {
	written := s.writtenByGoroutines()
	if len(written) == 0 {
		return nil
	}
	var drafts []*draft
	inspect(s.Fn.Body, func(n ast.Node) bool {
		st, ok := n.(ast.Stmt)
		if !ok {
			return true
		}
		var e Edit
		var recv *types.Var
		switch st := st.(type) {
		case *ast.ExprStmt:
			if call := callOf(st); call != nil && strings.HasSuffix(s.calleeName(call), ".Wait") {
				recv = s.rootOf(call.Fun.(*ast.SelectorExpr).X)
				e = s.replace(st, "_ = 0")
			} else if un, ok := st.X.(*ast.UnaryExpr); ok && un.Op == token.ARROW {
				recv = s.rootOf(un.X)
				e = s.replace(st, "_ = 0")
			}
		case *ast.IfStmt:
			as, ok := st.Init.(*ast.AssignStmt)
			if ok && len(as.Rhs) == 1 {
				if call, ok := as.Rhs[0].(*ast.CallExpr); ok && strings.HasSuffix(s.calleeName(call), "errgroup.Group).Wait") {
					recv = s.rootOf(call.Fun.(*ast.SelectorExpr).X)
					e = s.replace(call, "error(nil)")
				}
			}
		}
		if recv == nil || !s.local(recv) {
			return true
		}
		for _, a := range s.mapAccesses(s.Fn.Body) {
			if written[a.obj] && a.node.Pos() > st.End() {
				drafts = append(drafts, &draft{Site: s, at: st, detail: a.obj.Name(), edits: []Edit{e}})
				break
			}
		}
		return true
	})
	return drafts
}

// writtenByGoroutines returns the local maps that the function's goroutines write.
func (s *Site) writtenByGoroutines() map[*types.Var]bool {
	written := make(map[*types.Var]bool)
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		lit, _ := s.spawned(n)
		if lit == nil {
			return true
		}
		for _, a := range s.mapAccesses(lit.Body) {
			if a.write && s.local(a.obj) && (a.obj.Pos() < lit.Pos() || a.obj.Pos() > lit.End()) {
				written[a.obj] = true
			}
		}
		return true
	})
	return written
}

// spawned returns the literal that n runs on a goroutine: by go, or by a method Go.
func (s *Site) spawned(n ast.Node) (*ast.FuncLit, ast.Node) {
	switch n := n.(type) {
	case *ast.GoStmt:
		lit, _ := n.Call.Fun.(*ast.FuncLit)
		return lit, n
	case *ast.CallExpr:
		if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Go" && len(n.Args) == 1 {
			lit, _ := n.Args[0].(*ast.FuncLit)
			return lit, n
		}
	}
	return nil, nil
}

// onceDropped calls f where once.Do(f) did, and f fills a map that is shared.
func onceDropped(s *Site) []*draft {
	if s.constructs() {
		return nil
	}
	var drafts []*draft
	inspect(s.Fn.Body, func(n ast.Node) bool {
		st, ok := n.(*ast.ExprStmt)
		if !ok {
			return true
		}
		call := callOf(st)
		if call == nil || s.calleeName(call) != "(*sync.Once).Do" || len(call.Args) != 1 {
			return true
		}
		lit, ok := call.Args[0].(*ast.FuncLit)
		if !ok {
			return true
		}
		for _, a := range s.mapAccesses(lit.Body) {
			if a.write && (a.obj.IsField() || !s.local(a.obj)) {
				drafts = append(drafts, &draft{Site: s, at: st, detail: a.obj.Name(), edits: []Edit{
					{s.offset(call.Pos()), s.offset(lit.Pos()), ""},
					{s.offset(lit.End()), s.offset(call.End()), "()"}}})
				break
			}
		}
		return true
	})
	return drafts
}

// capturedUnlocked takes no lock in goroutines of a loop that write a captured map.
func capturedUnlocked(s *Site) []*draft {
	var drafts []*draft
	loops := 0
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt:
			loops++
			ast.Inspect(n.Body, visit)
			loops--
			return false
		case *ast.RangeStmt:
			loops++
			ast.Inspect(n.Body, visit)
			loops--
			return false
		}
		lit, _ := s.spawned(n)
		if lit == nil || loops == 0 {
			return true
		}
		locks := s.lockCalls(lit.Body)
		for _, a := range s.mapAccesses(lit.Body) {
			if !a.write || !s.local(a.obj) || a.obj.Pos() > lit.Pos() && a.obj.Pos() < lit.End() || len(locks) == 0 || !s.local(locks[0].root) {
				continue
			}
			g := guardedMap{obj: a.obj, lock: locks[0].lock, accesses: []mapAccess{a}}
			d := s.guardDraft(g, locks[0].stmt)
			for _, l := range locks {
				if l.lock == locks[0].lock {
					d.edits = append(d.edits, s.replace(l.stmt, "_ = 0"))
				}
			}
			s.moveAccesses(d, g)
			drafts = append(drafts, d)
			break
		}
		return true
	}
	ast.Inspect(s.Fn.Body, visit)
	return drafts
}

// cloneDropped hands out the guarded map where the function handed out a clone.
func cloneDropped(s *Site) []*draft {
	var drafts []*draft
	inspect(s.Fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || s.calleeName(call) != "maps.Clone" || len(call.Args) != 1 {
			return true
		}
		obj := s.objectOf(call.Args[0])
		for _, l := range s.lockCalls(s.Fn.Body) {
			if obj != nil && l.locks() && s.sharedUnder(obj, l.lock) {
				d := &draft{Site: s, at: call, detail: obj.Name() + " under " + l.lock.Name(), edits: []Edit{s.replace(call, s.text(call.Args[0]))}}
				s.countReturned(d)
				drafts = append(drafts, d)
				break
			}
		}
		return true
	})
	return drafts
}

// countReturned adds a caller that reads the map which the mutated method returns.
func (s *Site) countReturned(d *draft) {
	recv, typ := s.receiver()
	if recv == "" || s.Fn.Type.Params.NumFields() > 0 || s.Fn.Type.Results.NumFields() != 1 {
		return
	}
	d.decls = fmt.Sprintf("func ZZCount(zz %s) (n int) { for range zz.%s() { n++ }; return n }\n", typ, s.Fn.Name.Name)
}

// receiver returns the name and the type of the method's receiver, if it has both
// and no type parameters.
func (s *Site) receiver() (name, typ string) {
	if s.Fn.Recv == nil || len(s.Fn.Recv.List) != 1 || len(s.Fn.Recv.List[0].Names) != 1 {
		return "", ""
	}
	typ = s.text(s.Fn.Recv.List[0].Type)
	if strings.Contains(typ, "[") {
		return "", ""
	}
	return s.Fn.Recv.List[0].Names[0].Name, typ
}

// guardedMapReturned adds, below the first method that reads a guarded field, one
// that returns the map itself, and a function that counts what it got.
func guardedMapReturned(s *Site) []*draft {
	_, typ := s.receiver()
	if typ == "" || !strings.HasPrefix(typ, "*") {
		return nil
	}
	var drafts []*draft
	for _, g := range s.guarded() {
		if !g.obj.IsField() || s.guardIndex().uses[g.obj][0].fn != s.Fn {
			continue // once for each map
		}
		imports := make(map[string]string)
		mapType, ok := s.typeText(g.obj.Type(), imports)
		field := g.accesses[0].m.(*ast.SelectorExpr)
		lock, isField := ast.Unparen(g.calls[0].operand).(*ast.SelectorExpr)
		if !ok || !isField || s.text(field.X) != s.Fn.Recv.List[0].Names[0].Name || s.text(lock.X) != s.text(field.X) {
			continue
		}
		d := &draft{Site: s, at: s.Fn, detail: g.obj.Name() + " under " + g.lock.Name(), imports: imports}
		d.decls = fmt.Sprintf("func (zz %s) ZZAll() %s { zz.%s.Lock(); defer zz.%s.Unlock(); return zz.%s }\n",
			typ, mapType, lock.Sel.Name, lock.Sel.Name, field.Sel.Name)
		end := len(s.File.Src)
		d.snippets = []snippet{{from: end, to: end, prefix: fmt.Sprintf("\nfunc ZZCount(zz %s) (n int) { all := zz.ZZAll(); zzn := ", typ),
			code: "zzlen(all)", suffix: "; return zzn }\n", inputs: []input{{"all", mapType}}, results: []string{"int"},
			remote: "[K comparable, V any](m map[K]V) (n int) { for range m { n++ }; return n }", remoteArgs: "all"}}
		d.decls += fmt.Sprintf("func zzlen(m %s) (n int) { for range m { n++ }; return n }\n", mapType)
		drafts = append(drafts, d)
	}
	return drafts
}

// fillInGoroutines adds a function that fills a map of the package's own type from
// goroutines and reads it without waiting for them. It has no need of more than a
// type, so each package has the material.
func fillInGoroutines(s *Site) []*draft {
	_, typ := s.receiver()
	if typ == "" || !strings.HasPrefix(typ, "*") || !s.firstMethod() {
		return nil
	}
	var drafts []*draft
	for _, v := range []struct{ op, before, start, end, wait string }{
		{"wait-dropped (host)", "", "go func() {", "}()", ""},
		{"captured-unlocked (host)", "var wg zzsync.WaitGroup; ", "wg.Add(1); go func() { defer wg.Done(); ", "}()", "wg.Wait(); "},
	} {
		d := &draft{Site: s, op: v.op, at: s.Fn, detail: typ, imports: make(map[string]string)}
		if v.before != "" {
			d.imports["sync"] = "zzsync"
		}
		end := len(s.File.Src)
		head := fmt.Sprintf("\nfunc ZZFill(all []%s) int { %sm := make(map[int]%s); for i, x := range all { %s", typ, v.before, typ, v.start)
		tail := fmt.Sprintf("%s }; %sn := 0; for range m { n++ }; return n }\n", v.end, v.wait)
		d.snippets = []snippet{{from: end, to: end, prefix: head, code: "m[i] = x", suffix: tail,
			inputs: []input{{"m", "map[int]" + typ}, {"i", "int"}, {"x", typ}},
			remote: "[K comparable, V any](m map[K]V, k K, v V) { m[k] = v }", remoteArgs: "m, i, x"}}
		drafts = append(drafts, d)
	}
	return drafts
}

// firstMethod reports whether the function is the first method of its package's
// file: hosts are added once per file.
func (s *Site) firstMethod() bool {
	for _, decl := range s.File.Syntax.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv != nil && fn.Body != nil {
			return fn == s.Fn
		}
	}
	return false
}
