package mutate

import (
	"go/ast"
	"go/token"
	"strings"
)

var timerresetOperators = []operator{
	{"drain-after-receive", drainAfterReceive},
	{"received-twice", receivedTwice},
	{"reset-dropped", resetDropped},
	{"received-after-stop", receivedAfterStop},
	{"afterfunc-drained", afterFuncDrained},
	{"timer-copied", timerCopied},
	{"interval-zero", intervalZero},
	{"stop-inverted", stopInverted},
	{"ticker-stop-dropped", tickerStopDropped},
	{"stop-meets-receive", stopMeetsReceive},
	{"sleep-as-timer", sleepAsTimer},
}

// drainAfterReceive stops and drains a timer in the case that has its value.
func drainAfterReceive(s *Site) []*draft {
	return s.inTimerCases("if !$t.Stop() { <-$t.C }")
}

// receivedTwice waits for a second value in the case that has the only one.
func receivedTwice(s *Site) []*draft {
	return s.inTimerCases("<-$t.C")
}

func (s *Site) inTimerCases(format string) []*draft {
	var drafts []*draft
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		c, ok := n.(*ast.CommClause)
		if !ok || c.Comm == nil {
			return true
		}
		t := s.timerOf(received(c), timerType)
		if t == nil {
			return true
		}
		d := &draft{Site: s, at: c, detail: s.text(t), imports: make(map[string]string)}
		sn, ok := s.timerSnippet(s.offset(c.Colon)+1, t, timerType, format, d.imports)
		if !ok {
			return true
		}
		sn.prefix, sn.suffix = " ", ";"
		d.snippets = []snippet{sn}
		drafts = append(drafts, d)
		return true
	})
	return drafts
}

// resetDropped leaves out the only Reset of a timer in the case of a loop that
// received its value and goes on.
func resetDropped(s *Site) []*draft {
	var drafts []*draft
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		loop, ok := n.(*ast.ForStmt)
		if !ok || loop.Cond != nil {
			return true
		}
		ast.Inspect(loop.Body, func(n ast.Node) bool {
			c, ok := n.(*ast.CommClause)
			if !ok || c.Comm == nil {
				return true
			}
			t, ok := s.timerOf(received(c), timerType).(*ast.Ident)
			if !ok || t.Pos() < loop.Pos() || s.objectOf(t).Pos() > loop.Pos() {
				return true
			}
			resets, others := s.timerUses(t)
			if len(resets) != 1 || others || leaves(c.Body) {
				return true
			}
			for _, st := range c.Body {
				if st == ast.Stmt(resets[0]) {
					arg := callOf(st).Args[0]
					drafts = append(drafts, &draft{Site: s, at: st, detail: t.Name, edits: []Edit{s.replace(st, "_ = "+s.text(arg))}})
				}
			}
			return true
		})
		return false
	})
	return drafts
}

// leaves reports whether statements return, or jump.
func leaves(list []ast.Stmt) bool {
	found := false
	for _, st := range list {
		inspect(st, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.ReturnStmt, *ast.BranchStmt:
				found = true
			}
			return true
		})
	}
	return found
}

// receivedAfterStop waits for the value of a timer that it stopped.
func receivedAfterStop(s *Site) []*draft {
	var drafts []*draft
	s.stops(func(st ast.Stmt, t ast.Expr, deferred bool) {
		if deferred || s.fromAfterFunc(t) || s.drained(st) {
			return
		}
		d := &draft{Site: s, at: st, detail: s.text(t), imports: make(map[string]string)}
		sn, ok := s.timerSnippet(s.offset(st.End()), t, s.typeOf(t).String(), "<-$t.C", d.imports)
		if ok {
			sn.prefix = "; "
			d.snippets = []snippet{sn}
			drafts = append(drafts, d)
		}
	})
	return drafts
}

// afterFuncDrained drains a timer that never sends.
func afterFuncDrained(s *Site) []*draft {
	var drafts []*draft
	s.stops(func(st ast.Stmt, t ast.Expr, deferred bool) {
		if !s.fromAfterFunc(t) {
			return
		}
		d := &draft{Site: s, at: st, detail: s.text(t), imports: make(map[string]string)}
		sn, ok := s.timerSnippet(s.offset(st.Pos()), t, timerType, "if !$t.Stop() { <-$t.C }", d.imports)
		if !ok {
			return
		}
		sn.to = s.offset(st.End())
		if deferred {
			sn.prefix, sn.suffix = "defer func() { ", " }()"
		}
		d.snippets = []snippet{sn}
		drafts = append(drafts, d)
	})
	return drafts
}

// timerCopied keeps the value that NewTimer's pointer leads to.
func timerCopied(s *Site) []*draft {
	var drafts []*draft
	s.timersMade(func(as *ast.AssignStmt, id *ast.Ident, call *ast.CallExpr) {
		used := false
		ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && s.objectOf(sel.X) == s.objectOf(id) {
				used = used || sel.Sel.Name == "Stop" || sel.Sel.Name == "Reset"
			}
			return true
		})
		if !used || as.Tok != token.DEFINE {
			return
		}
		d := &draft{Site: s, at: as, detail: id.Name, imports: make(map[string]string)}
		typ := "time." + strings.TrimPrefix(s.calleeName(call), "time.New")
		at := s.offset(as.Pos())
		d.edits = []Edit{{at, s.offset(call.Pos()), "zzp := "}}
		end := s.offset(as.End())
		d.snippets = []snippet{{from: end, to: end, prefix: "; zzcopy := ", code: "*zzp", suffix: "; " + id.Name + " := &zzcopy",
			inputs: []input{{"zzp", "*" + typ}}, results: []string{typ},
			remote: "(t *" + typ + ") " + typ + " { return *t }", remoteHead: `import "time"`, remoteArgs: "zzp"}}
		drafts = append(drafts, d)
	})
	return drafts
}

// intervalZero gives a ticker an interval that panics.
func intervalZero(s *Site) []*draft {
	var drafts []*draft
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || s.calleeName(call) != "time.NewTicker" || len(call.Args) != 1 {
			return true
		}
		arg := call.Args[0]
		if !isPath(arg) && s.Info.Types[arg].Value == nil {
			return true
		}
		d := &draft{Site: s, at: call, detail: s.text(arg), imports: map[string]string{"time": "zztime"}}
		d.snippets = []snippet{{from: s.offset(arg.Pos()), to: s.offset(arg.End()), code: "zztime.Duration(0)", results: []string{"zztime.Duration"},
			remote: "() time.Duration { return 0 }", remoteHead: `import "time"`}}
		d.decls = "var _ zztime.Duration\n" // not each move names the type
		drafts = append(drafts, d)
		return true
	})
	return drafts
}

// stopInverted drains where Stop says that no value comes.
func stopInverted(s *Site) []*draft {
	var drafts []*draft
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		st, ok := n.(*ast.IfStmt)
		if !ok {
			return true
		}
		not, ok := st.Cond.(*ast.UnaryExpr)
		if !ok || not.Op != token.NOT || len(st.Body.List) != 1 {
			return true
		}
		call, ok := not.X.(*ast.CallExpr)
		recv, isExpr := st.Body.List[0].(*ast.ExprStmt)
		if !ok || !isExpr || s.calleeName(call) != "(*time.Timer).Stop" || s.timerOf(recv.X, timerType) == nil {
			return true
		}
		d := &draft{Site: s, at: st, detail: s.text(call.Fun.(*ast.SelectorExpr).X), imports: make(map[string]string),
			edits: []Edit{{s.offset(not.Pos()), s.offset(not.X.Pos()), ""}}}
		if sn, ok := s.snippetOf(recv, d.imports); ok {
			t := s.timerOf(recv.X, timerType)
			sn.remote, sn.remoteHead, sn.remoteArgs = "(t *time.Timer) { <-t.C }", `import "time"`, s.text(t)
			d.snippets = []snippet{sn}
		}
		drafts = append(drafts, d)
		return true
	})
	return drafts
}

// tickerStopDropped leaks a ticker that only this function has. Since Go 1.23 the
// collector frees it: a module that asks for that has no such mutants.
func tickerStopDropped(s *Site) []*draft {
	if !s.oldTimers() {
		return nil
	}
	var drafts []*draft
	s.timersMade(func(as *ast.AssignStmt, id *ast.Ident, call *ast.CallExpr) {
		if s.calleeName(call) != "time.NewTicker" {
			return
		}
		if _, others := s.timerUses(id); others {
			return
		}
		var edits []Edit
		s.stops(func(st ast.Stmt, t ast.Expr, deferred bool) {
			if s.objectOf(t) == s.objectOf(id) {
				edits = append(edits, s.replace(st, "_ = 0"))
			}
		})
		returns := false
		inspect(s.Fn.Body, func(n ast.Node) bool {
			_, ok := n.(*ast.ReturnStmt)
			returns = returns || ok && n.Pos() > as.End()
			return true
		})
		if len(edits) > 0 && returns {
			drafts = append(drafts, &draft{Site: s, at: as, detail: id.Name, edits: edits})
		}
	})
	return drafts
}

// stopMeetsReceive replaces AfterFunc by a goroutine that waits for the timer alone:
// the Stop that follows leaves it waiting forever.
func stopMeetsReceive(s *Site) []*draft {
	var drafts []*draft
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		as, ok := n.(*ast.AssignStmt)
		if !ok || len(as.Lhs) != 1 || len(as.Rhs) != 1 || !isPath(as.Lhs[0]) {
			return true
		}
		call, ok := as.Rhs[0].(*ast.CallExpr)
		if !ok || s.calleeName(call) != "time.AfterFunc" || strings.Contains(s.text(call.Args[1]), "\n") && !isFuncLit(call.Args[1]) {
			return true
		}
		if !s.stopped(s.objectOf(as.Lhs[0])) {
			return true
		}
		d := &draft{Site: s, at: as, detail: s.text(as.Lhs[0]), imports: map[string]string{"time": "zztime"}}
		sel := call.Fun.(*ast.SelectorExpr)
		d.edits = []Edit{
			s.replace(sel.Sel, "NewTimer"),
			{s.offset(call.Args[0].End()), s.offset(call.Args[1].Pos()), "); go func(zzt *zztime.Timer, zzf func()) { "},
		}
		at := s.offset(call.Args[1].Pos())
		d.snippets = []snippet{{from: at, to: at, code: "<-zzt.C", suffix: "; zzf() }(" + s.text(as.Lhs[0]) + ", ",
			inputs: []input{{"zzt", "*zztime.Timer"}},
			remote: "(t *time.Timer) { <-t.C }", remoteHead: `import "time"`, remoteArgs: "zzt"}}
		drafts = append(drafts, d)
		return true
	})
	return drafts
}

func isFuncLit(x ast.Expr) bool {
	_, ok := x.(*ast.FuncLit)
	return ok
}

// sleepAsTimer writes a time.Sleep with a timer, and gets it wrong. Few packages
// have timers, but many sleep.
func sleepAsTimer(s *Site) []*draft {
	var drafts []*draft
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		st, ok := n.(*ast.ExprStmt)
		if !ok {
			return true
		}
		call := callOf(st)
		if call == nil || s.calleeName(call) != "time.Sleep" || strings.Contains(s.text(call), "\n") {
			return true
		}
		arg := s.text(call.Args[0])
		for _, v := range []struct{ op, before, code string }{
			{"drain-after-receive (sleep)", "zzt := zztime.NewTimer(" + arg + "); <-zzt.C; ", "if !zzt.Stop() { <-zzt.C }"},
			{"received-after-stop (sleep)", "zzt := zztime.NewTimer(" + arg + "); zzt.Stop(); ", "<-zzt.C"},
			{"afterfunc-received (sleep)", "zzt := zztime.AfterFunc(" + arg + ", func() {}); ", "<-zzt.C"},
			{"zero-timer-reset (sleep)", "zzt := new(zztime.Timer); ", "zzt.Reset(0)"},
		} {
			d := &draft{Site: s, op: v.op, at: st, detail: arg, imports: map[string]string{"time": "zztime"}}
			if call.Fun.(*ast.SelectorExpr).X.(*ast.Ident).Name == "time" {
				d.decls = "var _ = time.Sleep\n" // the import may have no other use
			}
			d.snippets = []snippet{{from: s.offset(st.Pos()), to: s.offset(st.End()), prefix: "{ " + v.before, code: v.code, suffix: " }",
				inputs: []input{{"zzt", "*zztime.Timer"}},
				remote: "(zzt *time.Timer) { " + v.code + " }", remoteHead: `import "time"`, remoteArgs: "zzt"}}
			drafts = append(drafts, d)
		}
		return true
	})
	return drafts
}
