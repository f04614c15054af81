package mutate

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

var cgoallocOperators = []operator{
	{"free-dropped", freeDropped},
	{"free-dropped-on-path", freeDroppedOnPath},
	{"freed-twice", freedTwice},
	{"free-immediate", freeImmediate},
	{"free-before-return-dropped", freeBeforeReturnDropped},
	{"deferred-before-set", deferredBeforeSet},
	{"freed-and-returned", freedAndReturned},
	{"field-free-dropped", fieldFreeDropped},
	{"argument-allocated", argumentAllocated},
}

// An allocation is C memory that a local variable is given.
type allocation struct {
	v    *types.Var
	name string
	stmt *ast.AssignStmt
	call *ast.CallExpr // the one into C
	typ  string        // of the call's result as the file writes it
}

// A freeing is a statement that frees what a variable has.
type freeing struct {
	stmt     ast.Stmt
	v        *types.Var
	call     *ast.CallExpr
	deferred bool
}

var (
	allocNames = []string{"C.CString", "C.CBytes", "C.malloc", "C.calloc", "C.strdup"}
	ctorName   = regexp.MustCompile(`(?i)^C\.\w*(new|create|alloc|open|dup|copy)\w*$`)
	dtorName   = regexp.MustCompile(`(?i)^C\.\w*(free|destroy|delete|release|unref|close|term)\w*$`)
)

// allocations returns the variables that the function gives C memory, once each.
func (s *Site) allocations() []allocation {
	if !s.File.Cgo {
		return nil
	}
	var all []allocation
	times := make(map[*types.Var]int)
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		as, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		for _, l := range as.Lhs {
			if v := s.objectOf(l); v != nil {
				times[v]++
			}
		}
		if len(as.Lhs) != 1 || len(as.Rhs) != 1 {
			return true
		}
		id, ok := as.Lhs[0].(*ast.Ident)
		call := unconverted(as.Rhs[0])
		if !ok || call == nil {
			return true
		}
		a := allocation{v: s.objectOf(id), name: id.Name, stmt: as, call: call}
		switch name := s.calleeName(call); {
		case a.v == nil || !s.local(a.v):
			return true
		case name == "C.CString":
			a.typ = "*C.char"
		case slices.Contains(allocNames, name) && name != "C.strdup":
			a.typ = "unsafe.Pointer"
		case name == "C.strdup":
			a.typ = "*C.char"
		case !ctorName.MatchString(name):
			return true
		}
		all = append(all, a)
		return true
	})
	return slices.DeleteFunc(all, func(a allocation) bool { return times[a.v] > 1 })
}

// unconverted returns the call of C in x or (*C.T)(x).
func unconverted(x ast.Expr) *ast.CallExpr {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return nil
	}
	if _, ok := call.Fun.(*ast.ParenExpr); ok && len(call.Args) == 1 {
		return unconverted(call.Args[0])
	}
	return call
}

// frees returns the statements of the function that free variables.
func (s *Site) frees() []freeing {
	if !s.File.Cgo {
		return nil
	}
	var all []freeing
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		var f freeing
		switch n := n.(type) {
		case *ast.ExprStmt:
			f.call, f.stmt = callOf(n), n
		case *ast.DeferStmt:
			f.call, f.stmt, f.deferred = n.Call, n, true
		}
		if f.call == nil || len(f.call.Args) != 1 || !dtorName.MatchString(s.calleeName(f.call)) {
			return true
		}
		if f.v = s.objectOf(pointed(f.call.Args[0])); f.v != nil {
			all = append(all, f)
		}
		return true
	})
	return all
}

// pointed returns p of unsafe.Pointer(p) and other conversions.
func pointed(x ast.Expr) ast.Expr {
	for {
		call, ok := ast.Unparen(x).(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return ast.Unparen(x)
		}
		x = call.Args[0]
	}
}

// owned calls f for each allocation that the function frees, with how it does.
func (s *Site) owned(f func(allocation, []freeing)) {
	frees := s.frees()
	for _, a := range s.allocations() {
		var own []freeing
		for _, fr := range frees {
			if fr.v == a.v && (len(own) == 0 || s.calleeName(own[0].call) == s.calleeName(fr.call)) {
				own = append(own, fr)
			}
		}
		if len(own) > 0 {
			f(a, own)
		}
	}
}

// op tells memory of C's heap from what libraries allocate.
func (s *Site) cgoDraft(op string, a allocation, at ast.Node) *draft {
	if a.typ == "" {
		op += " (library)"
	}
	return &draft{Site: s, op: op, at: at, detail: a.name, imports: make(map[string]string)}
}

func keep(name string) string { return "_ = " + name }

// allocationSnippet is the evidence of a leak: the call that allocates.
func (s *Site) allocationSnippet(d *draft, a allocation) {
	if a.typ == "" {
		return
	}
	inputs, ok := s.inputsOf(a.call, d.imports)
	if !ok || strings.Contains(s.text(a.call), "\n") {
		return
	}
	sn := snippet{from: s.offset(a.call.Pos()), to: s.offset(a.call.End()), code: s.text(a.call), inputs: inputs, results: []string{a.typ}}
	if s.calleeName(a.call) == "C.CString" && types.Identical(s.typeOf(a.call.Args[0]), types.Typ[types.String]) {
		sn.remoteHead = "// #include <stdlib.h>\nimport \"C\"\nimport \"unsafe\"\n"
		sn.remote = "(s string) unsafe.Pointer { return unsafe.Pointer(C.CString(s)) }"
		sn.remoteArgs = s.text(a.call.Args[0])
		sn.remoteConv = "(*C.char)(%s)"
	}
	d.snippets = []snippet{sn}
}

// freeSnippet is the evidence of memory that is freed too early or too often.
func (s *Site) freeSnippet(d *draft, a allocation, f freeing, from, to int, prefix, suffix string) {
	sn := snippet{from: from, to: to, prefix: prefix, suffix: suffix, code: s.text(f.call)}
	arg, ok := f.call.Args[0].(*ast.CallExpr)
	switch {
	case s.calleeName(f.call) == "C.free" && a.typ != "" && ok && s.text(arg.Fun) == "unsafe.Pointer":
		// The variable's type may be one of C's: the parameter is what free takes.
		sn.code = "C.free(zzp)"
		sn.prefix += "zzp := " + s.text(arg) + "; "
		sn.inputs = []input{{"zzp", "unsafe.Pointer"}}
		sn.remoteHead = "// #include <stdlib.h>\nimport \"C\"\nimport \"unsafe\"\n"
		sn.remote = "(p unsafe.Pointer) { C.free(p) }"
		sn.remoteArgs = "zzp"
		sn.prefix, sn.suffix = strings.Replace(sn.prefix, "zzp := ", "{ zzp := ", 1), " }"+sn.suffix
		d.snippets = []snippet{sn}
	default:
		d.edits = append(d.edits, Edit{from, to, prefix + sn.code + suffix})
	}
}

// freeDropped leaves out the only free.
func freeDropped(s *Site) []*draft {
	var drafts []*draft
	s.owned(func(a allocation, own []freeing) {
		if len(own) != 1 {
			return
		}
		d := s.cgoDraft("free-dropped", a, own[0].stmt)
		d.edits = []Edit{s.replace(own[0].stmt, keep(s.text(own[0].call.Args[0])))}
		s.allocationSnippet(d, a)
		drafts = append(drafts, d)
	})
	return drafts
}

// freeDroppedOnPath leaves out one free of several.
func freeDroppedOnPath(s *Site) []*draft {
	var drafts []*draft
	s.owned(func(a allocation, own []freeing) {
		if len(own) < 2 {
			return
		}
		for _, f := range own {
			d := s.cgoDraft("free-dropped-on-path", a, f.stmt)
			d.edits = []Edit{s.replace(f.stmt, keep(s.text(f.call.Args[0])))}
			s.allocationSnippet(d, a)
			drafts = append(drafts, d)
		}
	})
	return drafts
}

// freedTwice frees once more at once.
func freedTwice(s *Site) []*draft {
	var drafts []*draft
	s.owned(func(a allocation, own []freeing) {
		f := own[0]
		d := s.cgoDraft("freed-twice", a, f.stmt)
		at := s.offset(f.stmt.End())
		if f.deferred {
			s.freeSnippet(d, a, f, at, at, "; defer func() { ", " }()")
		} else {
			s.freeSnippet(d, a, f, at, at, "; ", "")
		}
		drafts = append(drafts, d)
	})
	return drafts
}

// freeImmediate frees at once where the free was deferred, and C is still given the
// memory.
func freeImmediate(s *Site) []*draft {
	var drafts []*draft
	s.owned(func(a allocation, own []freeing) {
		f := own[0]
		if !f.deferred || !s.usedByC(a.v, f.stmt.End()) {
			return
		}
		d := s.cgoDraft("free-immediate", a, f.stmt)
		s.freeSnippet(d, a, f, s.offset(f.stmt.Pos()), s.offset(f.stmt.End()), "", "")
		drafts = append(drafts, d)
	})
	return drafts
}

// usedByC reports whether C is given the variable behind a position.
func (s *Site) usedByC(v *types.Var, after token.Pos) bool {
	found := false
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || call.Pos() < after || !strings.HasPrefix(s.calleeName(call), "C.") {
			return !found
		}
		for _, arg := range call.Args {
			found = found || s.objectOf(pointed(arg)) == v
		}
		return !found
	})
	return found
}

// freeBeforeReturnDropped frees at the end only, where the free was deferred: each
// return between leaks.
func freeBeforeReturnDropped(s *Site) []*draft {
	var drafts []*draft
	s.owned(func(a allocation, own []freeing) {
		f := own[0]
		list := s.Fn.Body.List
		if len(own) != 1 || !f.deferred || len(list) == 0 || !slices.Contains(list, f.stmt) {
			return
		}
		var early *ast.ReturnStmt
		inspect(s.Fn.Body, func(n ast.Node) bool {
			if r, ok := n.(*ast.ReturnStmt); ok && r.Pos() > f.stmt.End() && ast.Stmt(r) != list[len(list)-1] && early == nil {
				early = r
			}
			return true
		})
		if early == nil {
			return
		}
		at := s.offset(list[len(list)-1].End())
		if last, ok := list[len(list)-1].(*ast.ReturnStmt); ok {
			if s.mentions(last, a.v) || callsC(last) {
				return
			}
			at = s.offset(last.Pos())
		}
		d := s.cgoDraft("free-before-return-dropped", a, early)
		d.edits = []Edit{s.replace(f.stmt, keep(s.text(f.call.Args[0]))), insert(at, "; "+s.text(f.call)+"; ")}
		s.allocationSnippet(d, a)
		drafts = append(drafts, d)
	})
	for _, d := range drafts {
		d.edits[1].With = strings.TrimPrefix(d.edits[1].With, "; ")
		if at := d.edits[1].From; at > 0 && d.File.Src[at-1] != '\n' && d.File.Src[at-1] != '\t' {
			d.edits[1].With = "; " + d.edits[1].With
		}
	}
	return drafts
}

func (s *Site) mentions(n ast.Node, v *types.Var) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && s.Info.Uses[id] == types.Object(v)
		return !found
	})
	return found
}

func callsC(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if ok {
			id, isIdent := sel.X.(*ast.Ident)
			found = found || isIdent && id.Name == "C"
		}
		return !found
	})
	return found
}

// deferredBeforeSet defers the free of what C is to set before it is set: the
// argument of the deferred call is still nil.
func deferredBeforeSet(s *Site) []*draft {
	var drafts []*draft
	for _, f := range s.frees() {
		if !f.deferred || !s.local(f.v) {
			continue
		}
		list, i := s.blockOf(f.stmt)
		for j := i - 1; j >= 0; j-- {
			if !s.setsByC(list[j], f.v) {
				continue
			}
			d := &draft{Site: s, at: f.stmt, detail: f.v.Name()}
			d.edits = []Edit{insert(s.offset(list[j].Pos()), s.text(f.stmt)+"; "), s.replace(f.stmt, "_ = 0")}
			drafts = append(drafts, d)
			break
		}
	}
	return drafts
}

// setsByC reports whether a statement gives C the address of the variable.
func (s *Site) setsByC(st ast.Stmt, v *types.Var) bool {
	found := false
	ast.Inspect(st, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !strings.HasPrefix(s.calleeName(call), "C.") {
			return !found
		}
		for _, arg := range call.Args {
			un, ok := pointed(arg).(*ast.UnaryExpr)
			found = found || ok && un.Op == token.AND && s.objectOf(un.X) == v
		}
		return !found
	})
	return found
}

// freedAndReturned frees what the function returns.
func freedAndReturned(s *Site) []*draft {
	var drafts []*draft
	frees := s.frees()
	for _, a := range s.allocations() {
		if a.typ == "" || slices.ContainsFunc(frees, func(f freeing) bool { return f.v == a.v }) {
			continue
		}
		inspect(s.Fn.Body, func(n ast.Node) bool {
			r, ok := n.(*ast.ReturnStmt)
			if !ok || len(r.Results) == 0 || s.objectOf(pointed(r.Results[0])) != a.v || r.Pos() < a.stmt.End() {
				return true
			}
			d := s.cgoDraft("freed-and-returned", a, r)
			at := s.offset(r.Pos())
			d.edits = []Edit{insert(at, fmt.Sprintf("C.free(unsafe.Pointer(%s)); ", a.name))}
			drafts = append(drafts, d)
			return false
		})
	}
	return drafts
}

var closers = []string{"close", "free", "destroy", "release", "delete", "dispose", "finish", "term", "shutdown"}

// fieldFreeDropped leaves out of a destructor the free of a field.
func fieldFreeDropped(s *Site) []*draft {
	name := strings.ToLower(s.Fn.Name.Name)
	if s.Fn.Recv == nil || !slices.ContainsFunc(closers, func(c string) bool { return strings.HasPrefix(name, c) }) {
		return nil
	}
	var drafts []*draft
	for _, f := range s.frees() {
		if !f.v.IsField() || s.calleeName(f.call) != "C.free" {
			continue
		}
		d := &draft{Site: s, at: f.stmt, detail: f.v.Name()}
		d.edits = []Edit{s.replace(f.stmt, keep(s.text(f.call.Args[0])))}
		drafts = append(drafts, d)
	}
	return drafts
}

// argumentAllocated gives C a copy of a string that nobody else has: the variable
// that is freed is left unused.
func argumentAllocated(s *Site) []*draft {
	var drafts []*draft
	s.owned(func(a allocation, own []freeing) {
		if s.calleeName(a.call) != "C.CString" || len(a.call.Args) != 1 || !isPath(a.call.Args[0]) {
			return
		}
		var use *ast.Ident
		n := 0
		ast.Inspect(s.Fn.Body, func(c ast.Node) bool {
			call, ok := c.(*ast.CallExpr)
			if !ok || !strings.HasPrefix(s.calleeName(call), "C.") || s.calleeName(call) == "C.free" {
				return true
			}
			for _, arg := range call.Args {
				if id, ok := arg.(*ast.Ident); ok && s.objectOf(id) == a.v {
					use = id
					n++
				}
			}
			return true
		})
		if n != 1 {
			return
		}
		d := s.cgoDraft("argument-allocated", a, use)
		s.allocationSnippet(d, a)
		for i := range d.snippets {
			d.snippets[i].from, d.snippets[i].to = s.offset(use.Pos()), s.offset(use.End())
		}
		if len(d.snippets) == 1 {
			drafts = append(drafts, d)
		}
	})
	return drafts
}
