package goroutine

import (
	"go/types"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// A web framework, or a service's own layer above net/http, has types of its own for a
// request and its answer. They lead to those of net/http:
//
//	type Context struct {
//		Request *http.Request
//		Writer  http.ResponseWriter
//	}

// takesRequest reports whether sig is that of a handler: its parameters are, or lead to, a
// request and its answer.
func takesRequest(sig *types.Signature) bool {
	params := sig.Params()
	if params.Len() > 3 || sig.Results().Len() > 2 {
		return false // it gets more than a handler does
	}
	asks, answers := false, false
	for v := range params.Variables() {
		asks = asks || leadsTo(v.Type(), isHTTPRequest)
		answers = answers || leadsTo(v.Type(), isAnswer)
	}
	return asks && answers
}

// extends reports whether a type is made for one request: it embeds that of net/http, or
// leads to it and to its answer.
func extends(t types.Type) bool {
	if st, ok := pointed(t).Underlying().(*types.Struct); ok {
		for f := range st.Fields() {
			if f.Embedded() && isHTTPRequest(f.Type()) {
				return true
			}
		}
	}
	return leadsTo(t, isHTTPRequest) && leadsTo(t, isAnswer)
}

// leadsTo reports whether a type that a package outside of the standard library declares is
// one of which is is true, has a field of one, or a method that returns one.
func leadsTo(t types.Type, is func(types.Type) bool) bool {
	named, ok := types.Unalias(pointed(t)).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || model.Standard(named.Obj().Pkg()) {
		return is(t)
	}
	if is(t) {
		return true
	}
	switch u := named.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if is(f.Type()) {
				return true
			}
		}
	case *types.Interface:
		for m := range u.Methods() {
			if returnsOne(m, is) {
				return true
			}
		}
	}
	for m := range named.Methods() {
		if returnsOne(m, is) {
			return true
		}
	}
	return false
}

// returnsOne reports whether a method takes nothing and returns one value, of a type of
// which is is true.
func returnsOne(m *types.Func, is func(types.Type) bool) bool {
	sig := m.Signature()
	return sig.Params().Len() == 0 && sig.Results().Len() == 1 && is(sig.Results().At(0).Type())
}

// isHTTPRequest reports whether t is that of net/http.
func isHTTPRequest(t types.Type) bool { return isNamed(t, "net/http", "Request") }

// isAnswer reports whether t has what a http.ResponseWriter has to start an answer.
func isAnswer(t types.Type) bool {
	if _, ok := types.Unalias(pointed(t)).(*types.Named); !ok {
		return false
	}
	header, _, _ := types.LookupFieldOrMethod(t, true, nil, "Header")
	write, _, _ := types.LookupFieldOrMethod(t, true, nil, "WriteHeader")
	h, ok := header.(*types.Func)
	if !ok || !returnsOne(h, func(t types.Type) bool { return isNamed(t, "net/http", "Header") }) {
		return false
	}
	_, ok = write.(*types.Func)
	return ok
}
