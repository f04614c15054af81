package mutate

import (
	"go/ast"
	"go/types"
	"strings"
)

// A handler is a function that runs once per request.
type handler struct {
	kind string
	node ast.Node // the declaration or literal
	typ  *ast.FuncType
	body *ast.BlockStmt
}

// handlers returns the handlers of the function: itself, and its literals.
func (s *Site) handlers() []handler {
	var all []handler
	if kind := s.handlerKind(s.Fn.Type); kind != "" && !s.unshared() {
		all = append(all, handler{kind, s.Fn, s.Fn.Type, s.Fn.Body})
	}
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok {
			if kind := s.handlerKind(lit.Type); kind != "" {
				all = append(all, handler{kind, lit, lit.Type, lit.Body})
			}
		}
		return true
	})
	return all
}

// handlerKind tells by its parameters which framework's handler a function is.
func (s *Site) handlerKind(typ *ast.FuncType) string {
	var params []string
	for _, p := range typ.Params.List {
		t := s.typeOf(p.Type).String()
		for range max(len(p.Names), 1) {
			params = append(params, t)
		}
	}
	switch {
	case len(params) >= 2 && params[0] == "net/http.ResponseWriter" && params[1] == "*net/http.Request":
		return "net/http"
	case len(params) == 1 && params[0] == "*github.com/gin-gonic/gin.Context":
		return "gin"
	case len(params) == 1 && strings.HasPrefix(params[0], "github.com/labstack/echo/") && strings.HasSuffix(params[0], ".Context"):
		return "echo"
	case len(params) == 1 && params[0] == "*github.com/valyala/fasthttp.RequestCtx":
		return "fasthttp"
	case len(params) == 2 && params[0] == "context.Context" && typ == s.Fn.Type && s.servesRPC():
		return "rpc"
	}
	return ""
}

// servesRPC reports whether the function is a method that an interface such as
// pb.GreeterServer asks for: methods of clients look the same.
func (s *Site) servesRPC() bool {
	fn, ok := s.Info.Defs[s.Fn.Name].(*types.Func)
	if !ok || !fn.Exported() || fn.Signature().Recv() == nil {
		return false
	}
	recv := fn.Signature().Recv().Type()
	for _, pkg := range append(s.Types.Imports(), s.Types) {
		for _, name := range pkg.Scope().Names() {
			it, ok := pkg.Scope().Lookup(name).Type().Underlying().(*types.Interface)
			if !ok || !strings.HasSuffix(name, "Server") || !types.Implements(recv, it) {
				continue
			}
			for m := range it.Methods() {
				if m.Name() == fn.Name() {
					return true
				}
			}
		}
	}
	return false
}
