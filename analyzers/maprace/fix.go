package maprace

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// lockFix takes the lock at the start of the function that forgot it:
//
//	func (s *S) Get(k string) int {     func (s *S) Get(k string) int {
//		return s.m[k]           =>          s.mu.RLock()
//	}                                       defer s.mu.RUnlock()
//	                                        return s.m[k]
//	                                    }
//
// It is certain only if the function takes no lock, waits for nothing, and
// calls nothing that could take the lock.
func (p *checker) lockFix(u mapaccess.Use, lock *place.Place) []analysis.SuggestedFix {
	fn := u.At.Fn
	if fn == nil || fn != u.Root || len(u.Chain) > 0 || u.Thread != nil || len(u.May) > 0 || !simple(fn) {
		return nil
	}
	decl, ok := ir.Syntax(fn).(*ast.FuncDecl)
	if !ok || decl.Body == nil || len(decl.Body.List) == 0 ||
		p.Fset.Position(decl.Body.Lbrace).Line == p.Fset.Position(decl.Body.List[0].Pos()).Line {
		return nil // on one line
	}
	expr, t := spell(lock)
	if expr == "" {
		return nil
	}
	verb := ""
	switch {
	case isSyncType(t, "RWMutex") && !writes(p.Functions[fn], u.Place):
		verb = "R"
	case !isSyncType(t, "RWMutex") && !isSyncType(t, "Mutex"):
		return nil // a lock of another kind
	}
	text := "\n\t" + expr + "." + verb + "Lock()\n\tdefer " + expr + "." + verb + "Unlock()"
	pos := decl.Body.Lbrace + 1
	return []analysis.SuggestedFix{{
		Message:   "Hold " + expr + " in " + fn.Name(),
		TextEdits: []analysis.TextEdit{{Pos: pos, End: pos, NewText: []byte(text)}},
	}}
}

// simple reports whether a function can hold a lock from its start to its end.
func simple(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Send, *ssa.Select, *ssa.Go, *ssa.Defer, *ssa.MakeClosure:
				return false
			case *ssa.UnOp:
				if instr.Op == token.ARROW {
					return false
				}
			case *ssa.Call:
				if !harmless(&instr.Call) {
					return false
				}
			}
		}
	}
	return true
}

// harmless reports whether a call neither takes locks of the program nor waits:
// it is of a builtin, or of the standard library without a function to call.
func harmless(call *ssa.CallCommon) bool {
	if _, ok := call.Value.(*ssa.Builtin); ok {
		return true
	}
	fn := call.StaticCallee()
	if fn == nil {
		return false
	}
	obj, ok := ir.Func(fn)
	if !ok || obj.Pkg() == nil {
		return false
	}
	switch obj.Pkg().Path() {
	case "bytes", "cmp", "errors", "maps", "math", "math/bits", "path", "path/filepath", "slices", "strconv", "strings", "unicode", "unicode/utf8":
	default:
		return false
	}
	for _, arg := range call.Args {
		if _, ok := arg.Type().Underlying().(*types.Signature); ok {
			return false
		}
	}
	return true
}

// spell returns the expression of a lock that is a field of a parameter or a
// package variable, and its type.
func spell(lock *place.Place) (string, types.Type) {
	if g, ok := lock.Root.(*ssa.Global); ok && lock.Parent == nil {
		return g.Name(), g.Type().Underlying().(*types.Pointer).Elem()
	}
	param, ok := lock.Root.(*ssa.Parameter)
	if !ok || lock.Parent == nil || lock.Var == nil || param.Name() == "" || param.Name() == "_" {
		return "", nil
	}
	for q := lock; q.Parent != nil; q = q.Parent {
		if q.Field == place.Elem {
			return "", nil
		}
	}
	return lock.String(), lock.Var.Type()
}

// isSyncType reports whether t is a mutex of package sync, or a pointer to one.
func isSyncType(t types.Type, name string) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "sync"
}

// writes reports whether a body writes to a map.
func writes(b *mapaccess.Function, m *place.Place) bool {
	for _, ev := range b.Events {
		for _, a := range ev.Accesses {
			if a.Place == m && a.Kind == mapaccess.Write {
				return true
			}
		}
	}
	return false
}
