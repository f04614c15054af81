package goroutine

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// serviceMethod reports whether fn is a method of a service that a generator
// made the interface of: it takes a message of protocol buffers or thrift, or
// the input of a handler, after a context, and returns another; or it takes a
// message and a stream, or a stream. A client's method takes options, too.
func serviceMethod(fn *ssa.Function) bool {
	sig := fn.Signature
	params, results := sig.Params(), sig.Results()
	if sig.Recv() == nil || sig.Variadic() || params.Len() == 0 || params.Len() > 2 {
		return false
	}
	last := params.At(params.Len() - 1).Type()
	if results.Len() == 1 && isStream(last) {
		return params.Len() == 1 || isMessage(params.At(0).Type())
	}
	if params.Len() != 2 || results.Len() != 2 || !isNamed(params.At(0).Type(), "context", "Context") {
		return false
	}
	return isMessage(last) && isMessage(results.At(0).Type()) || embeds(last, "meta")
}

// isMessage reports whether t is a pointer to what a generator made of a message.
func isMessage(t types.Type) bool {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	for _, name := range [...]string{"ProtoMessage", "FastRead", "IsSetField"} {
		if obj, _, _ := types.LookupFieldOrMethod(ptr, true, nil, name); obj != nil {
			if _, ok := obj.(*types.Func); ok {
				return true
			}
		}
	}
	obj, _, _ := types.LookupFieldOrMethod(ptr, true, nil, "Read")
	read, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	for v := range read.Signature().Params().Variables() {
		if named, ok := types.Unalias(v.Type()).(*types.Named); ok && named.Obj().Name() == "TProtocol" {
			return true // of thrift
		}
	}
	return false
}

// isStream reports whether t is the server's side of a stream of gRPC.
func isStream(t types.Type) bool {
	if iface, ok := t.Underlying().(*types.Interface); ok {
		for i := range iface.NumEmbeddeds() {
			if isNamed(iface.EmbeddedType(i), "google.golang.org/grpc", "ServerStream") {
				return true
			}
		}
	}
	return false
}

// controllerMethod reports whether fn is an exported method, without parameters
// and results, of a struct that a framework fills in for each request.
func controllerMethod(fn *ssa.Function) bool {
	sig := fn.Signature
	obj, ok := ir.Func(fn)
	return sig.Recv() != nil && ok && obj.Exported() &&
		sig.Params().Len() == 0 && sig.Results().Len() == 0 && embeds(sig.Recv().Type(), "base")
}

// resolverMethod reports whether fn is a method of a resolver of GraphQL, as gqlgen
// generates its stub:
//
//	type queryResolver struct{ *Resolver }
//
//	func (r *queryResolver) Todos(ctx context.Context) ([]*Todo, error)
func resolverMethod(fn *ssa.Function) bool {
	sig := fn.Signature
	params, results := sig.Params(), sig.Results()
	if sig.Recv() == nil || params.Len() == 0 || results.Len() != 2 || !token.IsExported(fn.Name()) ||
		!isNamed(params.At(0).Type(), "context", "Context") || !types.Identical(results.At(1).Type(), types.Universe.Lookup("error").Type()) {
		return false
	}
	ptr, ok := sig.Recv().Type().(*types.Pointer)
	if !ok {
		return false
	}
	st, ok := ptr.Elem().Underlying().(*types.Struct)
	if !ok || st.NumFields() != 1 || !st.Field(0).Embedded() {
		return false
	}
	field := st.Field(0)
	_, ok = types.Unalias(field.Type()).(*types.Pointer)
	return ok && field.Name() == "Resolver"
}

// embeds reports whether t is a struct, or a pointer to one, that embeds a type
// which the table of carriers has under that word, at any depth.
func embeds(t types.Type, word string) bool {
	for depth := 0; depth < 5; depth++ {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok || st.NumFields() == 0 {
			return false
		}
		var next types.Type
		for i := range st.NumFields() {
			f := st.Field(i)
			if !f.Embedded() {
				continue // of its own
			}
			if model.Carrier(f.Type()) == word {
				return true
			}
			if next == nil {
				next = f.Type()
			}
		}
		if next == nil {
			return false
		}
		t = next
	}
	return false
}

// endpoint reports whether fn is the func(ctx, any) (any, error) of go-kit,
// kitex and kratos: a literal of a named function type, or returned as one.
func endpoint(fn *ssa.Function) bool {
	sig := fn.Signature
	params, results := sig.Params(), sig.Results()
	if params.Len() != 2 || results.Len() != 2 || !isNamed(params.At(0).Type(), "context", "Context") ||
		!isAny(params.At(1).Type()) || !isAny(results.At(0).Type()) || fn.Parent() == nil {
		return false
	}
	pkg := ir.Pkg(fn)
	if pkg == nil {
		return false
	}
	for _, imp := range pkg.Imports() {
		switch imp.Path() {
		case "github.com/go-kit/kit/endpoint", "github.com/go-kratos/kratos/v2/middleware", "github.com/cloudwego/kitex/pkg/endpoint":
			return true
		}
	}
	return false
}

func isAny(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.Empty()
}
