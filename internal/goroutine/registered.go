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
		reg, ok := RegistrationOf(call)
		if !ok {
			continue // registers nothing
		}
		for _, target := range functions(reg.Arg) {
			out[target] = shortName(reg.By)
		}
		if made, ok := reg.Arg.(*ssa.MakeInterface); ok && reg.Methods != "" {
			served[pointed(made.X.Type())] = service{reg.Methods, shortName(reg.By)}
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

// A Registration is a call that has an argument run per request or event.
type Registration struct {
	By  *types.Func // which function is called
	Arg ssa.Value
	// Methods is "" if the argument itself is run, and else which of its methods are: see
	// [CallsMethod].
	Methods string
}

// RegistrationOf returns what a call registers, and whether it does, by the table of entries.
func RegistrationOf(call *ssa.CallCommon) (Registration, bool) {
	callee, args := callgraph.Callee(call)
	if callee == nil {
		return Registration{}, false // dynamic
	}
	obj, ok := ir.Func(callee)
	if !ok {
		return Registration{}, false // a literal
	}
	entry, ok := model.EntryOf(obj)
	i := entry.Arg
	switch {
	case i == model.Last:
		i = len(args) - 1
	case obj.Signature().Recv() != nil:
		i++
	}
	if !ok || i < 0 || i >= len(args) {
		return Registration{}, false // none, or of another form
	}
	return Registration{obj, args[i], entry.Methods}, true
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
