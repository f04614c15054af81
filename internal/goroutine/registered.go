package goroutine

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// registrations returns the functions of funcs that some call registers as one
// to run per request, with the name of the callee.
func registrations(funcs []*ssa.Function) map[*ssa.Function]string {
	out := make(map[*ssa.Function]string)
	served := make(map[types.Type]service) // types whose methods are called
	for _, call := range calls(funcs) {
		callee, args := callgraph.Callee(call)
		if callee == nil {
			continue // dynamic
		}
		obj, ok := ir.Func(callee)
		if !ok {
			continue // a literal
		}
		entry, ok := model.EntryOf(obj)
		if !ok {
			continue // registers nothing
		}
		i := entry.Arg
		if obj.Signature().Recv() != nil {
			i++
		}
		if i == model.Last {
			i = len(args) - 1
		}
		if i >= len(args) {
			continue // of another form
		}
		for _, target := range functions(args[i]) {
			out[target] = shortName(obj)
		}
		if made, ok := args[i].(*ssa.MakeInterface); ok && entry.Methods != "" {
			served[pointed(made.X.Type())] = service{entry.Methods, shortName(obj)}
		}
	}
	for _, fn := range funcs {
		if recv := fn.Signature.Recv(); recv != nil {
			if by := served[pointed(recv.Type())]; CallsMethod(by.methods, fn) {
				out[fn] = by.registered
			}
		}
	}
	return out
}

// pointed returns what a pointer type points to, any other type itself.
func pointed(t types.Type) types.Type {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		return ptr.Elem()
	}
	return types.Unalias(t)
}

// A service is a registration of a value whose methods are called.
type service struct {
	methods    string // as in the table
	registered string // by which function
}

// CallsMethod reports whether a server calls a method of what is registered with it, for each
// request; methods says which it calls, as the table of entries does.
//
//	func (t *T) Method(args *A, reply *R) error                        rpc
//	func (t *T) Method(r *http.Request, args *A, reply *R) error       httprpc
//	func (t *T) Method(ctx context.Context, a A, b B) (*R, error)      exported
func CallsMethod(methods string, fn *ssa.Function) bool {
	params, results := fn.Signature.Params(), fn.Signature.Results()
	if methods == "" || !token.IsExported(fn.Name()) {
		return false
	}
	failing := results.Len() > 0 && types.Identical(results.At(results.Len()-1).Type(), types.Universe.Lookup("error").Type())
	switch n := params.Len(); methods {
	case "rpc":
		return n == 2 && results.Len() == 1 && failing && isPointer(params.At(1).Type())
	case "httprpc":
		return n == 3 && results.Len() == 1 && failing && isNamed(params.At(0).Type(), "net/http", "Request") && isPointer(params.At(2).Type())
	}
	return results.Len() < 2 || results.Len() == 2 && failing
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}
