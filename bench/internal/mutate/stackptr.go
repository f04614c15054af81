package mutate

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

var stackptrOperators = []operator{
	{"heavy-handler", heavyHandler},
	{"heavy-goroutine", heavyGoroutine},
	{"heavy (host)", heavyHost},
}

// Each frame is made heavy twice: just enough, and by far.
var weights = []int{24, 40}

// heavyDecls are the objects, and a function that has to look at them.
const heavyDecls = `type zznode struct { next *zznode; n int }
//go:noinline
func zzuse(p *zznode) (n int) { for i := 0; i < 3; i++ { n += p.n; p = p.next }; return n }
`

// locals declares n linked variables, each in a frame's memory of its own.
func locals(n int) string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("zz%d", i))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "var %s zznode; ", strings.Join(names, ", "))
	for i := range n {
		fmt.Fprintf(&b, "zz%d.next = &zz%d; ", i, (i+1)%n)
	}
	return b.String()
}

const useLocals = "zzuse(&zz0)"

// heavyHandler makes handlers wait for the end of the request on a heavy frame, in
// the handler, a callee, a recursion.
func heavyHandler(s *Site) []*draft {
	var drafts []*draft
	for _, h := range s.handlers() {
		if h.kind != "net/http" {
			continue
		}
		req := ""
		for i, p := range h.typ.Params.List {
			if i > 0 && len(p.Names) == 1 && p.Names[0].Name != "_" && s.isType(p.Type, "*net/http.Request") {
				req = p.Names[0].Name
			}
		}
		if req == "" {
			continue
		}
		at := s.offset(h.body.Lbrace) + 1
		imports := make(map[string]string)
		typ, ok := s.requestType(imports)
		if !ok {
			continue
		}
		for _, n := range weights {
			drafts = append(drafts, s.heavy("heavy-handler", h.node, h.kind, n, at, "", "", "<-"+req+".Context().Done()", []input{{req, typ}}, imports)...)
		}
	}
	return drafts
}

// requestType writes *net/http.Request as the file does.
func (s *Site) requestType(imports map[string]string) (string, bool) {
	for _, imp := range s.Types.Imports() {
		if imp.Path() == "net/http" {
			obj, ok := imp.Scope().Lookup("Request").(*types.TypeName)
			if !ok {
				return "", false
			}
			return s.typeText(types.NewPointer(obj.Type()), imports)
		}
	}
	return "", false
}

// heavy returns drafts that park on n objects: in place, which moves lay elsewhere,
// and in a recursion.
func (s *Site) heavy(op string, node ast.Node, detail string, n, at int, prefix, suffix, park string, inputs []input, imports map[string]string) []*draft {
	detail = fmt.Sprintf("%s, %d objects", detail, n)
	code := locals(n) + park + "; " + useLocals
	sn := snippet{from: at, to: at, prefix: prefix + " ", suffix: ";" + suffix, code: "{ " + code + " }", inputs: inputs}
	sn.remote, sn.remoteHead, sn.remoteArgs = remoteHeavy(code, sn)
	direct := &draft{Site: s, op: op, at: node, detail: detail, decls: heavyDecls, imports: imports}
	direct.snippets = []snippet{sn}
	recursion := &draft{Site: s, op: op + ", recursion", at: node, detail: detail, imports: imports}
	recursion.decls = heavyDecls + fmt.Sprintf("func zzrecurse(zzdepth int, %s) { %sif zzdepth > 0 { zzrecurse(zzdepth-1, %s); %s; return }; %s; %s }\n",
		sn.params(), locals(n), sn.names(), useLocals, park, useLocals)
	rs := sn
	rs.remote = "" // the recursion is a function of this package
	rs.code = fmt.Sprintf("zzrecurse(9, %s)", sn.names())
	recursion.snippets = []snippet{rs}
	return []*draft{direct, recursion}
}

// remoteHeavy is the code in a package of its own, whose imports have other names.
func remoteHeavy(code string, sn snippet) (function, head, args string) {
	var params []string
	for _, in := range sn.inputs {
		typ := in.typ
		if dot := strings.LastIndex(typ, "."); dot >= 0 {
			typ = strings.TrimRight(typ[:dot], "abcdefghijklmnopqrstuvwxyz0123456789") + "p" + typ[dot:]
		}
		params = append(params, in.name+" "+typ)
	}
	path := "net"
	if strings.Contains(sn.params(), ".Request") {
		path = "net/http"
	}
	return fmt.Sprintf("(%s) { %s }\n%s", strings.Join(params, ", "), code, heavyDecls), fmt.Sprintf("import p %q\n", path), sn.names()
}

// heavyGoroutine makes a goroutine heavy that a loop without end starts, and that
// waits for a channel: its locals are reached at each of its waits.
func heavyGoroutine(s *Site) []*draft {
	var drafts []*draft
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		loop, ok := n.(*ast.ForStmt)
		if !ok || loop.Cond != nil || !s.takesWork(loop) {
			return true
		}
		inspect(loop.Body, func(n ast.Node) bool {
			g, ok := n.(*ast.GoStmt)
			if !ok {
				return true
			}
			body, at := s.bodyOf(g.Call)
			if body == nil || !parksAtOnce(s, body) {
				return true
			}
			for _, n := range weights {
				d := &draft{Site: s, at: at, detail: fmt.Sprintf("%d objects", n), decls: heavyDecls}
				lbrace := s.offset(body.Lbrace) + 1
				d.edits = []Edit{insert(lbrace, " "+locals(n)+"defer zzuse(&zz0);")}
				drafts = append(drafts, d)
			}
			return true
		})
		return true
	})
	return drafts
}

// takesWork reports whether each round of a loop begins with something that comes
// from outside: a connection, a message.
func (s *Site) takesWork(loop *ast.ForStmt) bool {
	found := false
	inspect(loop.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
				found = found || slices.Contains([]string{"Accept", "AcceptTCP", "AcceptUnix", "AcceptStream"}, sel.Sel.Name)
			}
		}
		return !found
	})
	return found
}

// bodyOf returns the body of the literal or function of the file that is called.
func (s *Site) bodyOf(call *ast.CallExpr) (*ast.BlockStmt, ast.Node) {
	if lit, ok := call.Fun.(*ast.FuncLit); ok {
		return lit.Body, lit
	}
	var id *ast.Ident
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		id = fun
	case *ast.SelectorExpr:
		id = fun.Sel
	default:
		return nil, nil
	}
	obj := s.Info.Uses[id]
	for _, decl := range s.File.Syntax.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil && obj != nil && s.Info.Defs[fn.Name] == obj {
			return fn.Body, fn
		}
	}
	return nil, nil
}

// parksAtOnce reports whether a function has a receive, a select without default, or
// a read of a connection.
func parksAtOnce(s *Site, body *ast.BlockStmt) bool {
	found := false
	inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Read" {
				found = true
			}
		}
		return !found
	})
	return found
}

// heavyHost adds a server to a package that knows package net: an accept loop
// starts a goroutine for each connection, or gives it to a pool.
func heavyHost(s *Site) []*draft {
	if !s.firstMethod() || !s.importsPath("net") {
		return nil
	}
	var drafts []*draft
	end := len(s.File.Src)
	for _, v := range []struct{ op, head, tail string }{
		{"heavy connection (host)", "\nfunc ZZServe(l zznet.Listener) { for { c, err := l.Accept(); if err != nil { return }; go zzconn(c) } }\nfunc zzconn(c zznet.Conn) { b := make([]byte, 1);", " }\n"},
		{"heavy task of a pool (host)", "\ntype zzpool struct{}\nfunc (zzpool) Submit(f func()) { go f() }\nfunc ZZServe(l zznet.Listener, p zzpool) { for { c, err := l.Accept(); if err != nil { return }; p.Submit(func() { b := make([]byte, 1);", " }) } }\n"},
	} {
		for _, n := range weights {
			park := "for { if _, err := c.Read(b); err != nil { break } }"
			drafts = append(drafts, s.heavy(v.op, s.Fn, "zzconn", n, end, v.head, v.tail, park,
				[]input{{"c", "zznet.Conn"}, {"b", "[]byte"}}, map[string]string{"net": "zznet"})...)
		}
	}
	return drafts
}
