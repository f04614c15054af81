package goroutine

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// calledBack returns the functions that are put in a field from which servers and clients
// call them, with what for.
func calledBack(funcs []*ssa.Function) map[*ssa.Function]string {
	out := make(map[*ssa.Function]string)
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				v, what := Callback(instr)
				if what == "" {
					continue // puts nothing there
				}
				for _, target := range functions(v) {
					out[target] = what
				}
			}
		}
	}
	return out
}

// Callback returns the function that an instruction puts in a field from which servers and
// clients call it in parallel, and what for; "" for other instructions.
//
//	httputil.ReverseProxy{Rewrite: func(pr *httputil.ProxyRequest) { ... }}
func Callback(instr ssa.Instruction) (fn ssa.Value, what string) {
	st, ok := instr.(*ssa.Store)
	if !ok {
		return nil, ""
	}
	addr, ok := st.Addr.(*ssa.FieldAddr)
	if !ok {
		return nil, ""
	}
	field := place.FieldOf(addr.X.Type(), addr.Field)
	if field == nil {
		return nil, "" // of a type parameter
	}
	return st.Val, model.Callback(addr.X.Type(), field.Name())
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
