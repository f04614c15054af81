package goroutine

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// calledBack returns the functions that are put in a field from which servers and clients
// call them, with what for:
//
//	httputil.ReverseProxy{Rewrite: func(pr *httputil.ProxyRequest) { ... }}
func calledBack(funcs []*ssa.Function) map[*ssa.Function]string {
	out := make(map[*ssa.Function]string)
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				st, ok := instr.(*ssa.Store)
				if !ok {
					continue // no assignment
				}
				addr, ok := st.Addr.(*ssa.FieldAddr)
				if !ok {
					continue // of no field
				}
				field := place.FieldOf(addr.X.Type(), addr.Field)
				if field == nil {
					continue // of a type parameter
				}
				what := model.Callback(addr.X.Type(), field.Name())
				if what == "" {
					continue // of another
				}
				for _, target := range functions(st.Val) {
					out[target] = what
				}
			}
		}
	}
	return out
}

// declared reports whether the package of a type that a request comes in declares a type
// of functions with a signature, as grpc does UnaryServerInterceptor: functions of that
// signature are what it is registered for.
func declared(sig *types.Signature, carrier types.Type) bool {
	named, ok := types.Unalias(pointed(carrier)).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	scope := named.Obj().Pkg().Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok {
			continue // no type
		}
		if fn, ok := tn.Type().Underlying().(*types.Signature); ok && fn.TypeParams() == nil && types.Identical(fn, sig) {
			return true
		}
	}
	return false
}
