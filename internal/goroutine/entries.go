// Package goroutine knows what goroutines run: which functions of libraries start them,
// which functions servers call in parallel, and what a service runs once per request or
// event: handlers, the inner functions of middleware, methods of registered services,
// interceptors, consumers. What runs at start or on change is not among them.
package goroutine

import (
	"go/types"
	"iter"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// A Heat says how often an entry point runs.
type Heat int

const (
	// Cold entries serve administrators, installers and health checks.
	Cold Heat = iota + 1
	// Warm functions handle values of a request, directly below an entry.
	Warm
	// Hot entries are handlers.
	Hot
)

// An Entry is a function that runs per request or event.
type Entry struct {
	Fn   *ssa.Function
	Heat Heat
	// Why says in a few words what makes it one.
	Why string
	// Route is the path that it is registered at, "" if that is not known.
	Route string
	// Direct is set if it has the very shape of a handler, so that its receiver
	// is made at start; others may be methods of what is made for a request.
	Direct bool
	// Rounds, if not nil, are the blocks that run per event: Fn waits for one in
	// a loop, and what is outside of the loop runs once.
	Rounds map[*ssa.BasicBlock]bool
}

// Entries returns the entry points among funcs, the functions of one package,
// in their order. extra are the full names of functions that the user calls
// entry points.
func Entries(funcs []*ssa.Function, extra []string) []Entry {
	registered, called, paths := registrations(funcs), calledBack(funcs), routesOf(funcs)
	queues, users := newQueues(funcs), make(map[string]bool)
	for _, name := range extra {
		users[name] = true
	}
	var out []Entry
	for _, fn := range funcs {
		if fn.Blocks == nil || fn.Name() == "init" {
			continue // no body, or runs once
		}
		e := Entry{Fn: fn}
		switch {
		case fn.Name() == "main":
			// runs once, but for a loop that waits for events
		case users[fullName(fn)]:
			e.Heat, e.Why, e.Direct = Hot, "named by -entries", true
		case registered[fn] != "":
			e.Heat, e.Why, e.Direct = Hot, "passed to "+registered[fn], true
		case called[fn] != "":
			e.Heat, e.Why, e.Direct = Hot, "called for "+called[fn], true
		default:
			e.Heat, e.Why = classify(fn)
			e.Direct = e.Heat == Hot
		}
		if e.Heat == 0 {
			if e.Rounds = queues.rounds(fn); e.Rounds != nil {
				e.Heat, e.Why, e.Direct = Hot, "receives messages in a loop", true
			}
		}
		if e.Heat == 0 || setup(fn) {
			continue // not called per request, as far as can be known
		}
		if cold(fn) || paths.cold(fn) {
			e.Heat = Cold
		}
		e.Route = paths.path(fn)
		out = append(out, e)
	}
	return out
}

// classify decides by the signature.
func classify(fn *ssa.Function) (Heat, string) {
	sig := fn.Signature
	params := sig.Params()
	if httpHandler(sig) {
		return Hot, "http handler"
	}
	if handshake(sig) {
		return Hot, "called in each TLS handshake"
	}
	for i := range params.Len() {
		t := params.At(i).Type()
		switch model.Carrier(t) {
		case "entry":
			heat := Warm
			if params.Len() <= 3 && answers(sig) || declared(sig, t) {
				heat = Hot
			}
			return heat, "takes " + types.TypeString(t, (*types.Package).Name)
		case "cold":
			return Cold, "takes " + types.TypeString(t, (*types.Package).Name)
		case "data":
			t := types.TypeString(t, (*types.Package).Name)
			switch {
			case t == "*http.Request" && !roundTrip(fn):
				return Warm, "takes " + t
			case t == "*http.Request" && fn.Name() == "RoundTrip" && sig.Recv() != nil && params.Len() == 1:
				return Hot, "sends requests" // the method of an http.RoundTripper
			case taskHandler(sig):
				return Hot, "takes " + t
			}
		}
	}
	switch {
	case takesRequest(sig) && answers(sig):
		return Hot, "http handler"
	case takesRequest(sig):
		return Warm, "takes a request"
	case opensFile(fn):
		return Hot, "opens files of a http.FileSystem"
	case connContext(sig):
		return Hot, "gets connections"
	case serviceMethod(fn):
		return Hot, "service method"
	case resolverMethod(fn):
		return Hot, "resolver"
	case controllerMethod(fn):
		return Hot, "controller's method"
	case endpoint(fn):
		return Hot, "endpoint"
	}
	return 0, ""
}

// answers reports whether sig is that of a handler and not of a helper: its
// results are none, an error, or what a service method returns.
func answers(sig *types.Signature) bool {
	params, results := sig.Params(), sig.Results()
	switch results.Len() {
	case 0:
		return true
	case 1:
		return types.TypeString(results.At(0).Type(), nil) == "error" || params.Len() > 1
	}
	// A web framework's context goes without others, and gets the answer.
	return params.Len() > 1 && isNamed(params.At(0).Type(), "context", "Context")
}

// httpHandler reports whether sig is func(http.ResponseWriter, *http.Request, ...).
func httpHandler(sig *types.Signature) bool {
	params := sig.Params()
	return params.Len() >= 2 && isNamed(params.At(0).Type(), "net/http", "ResponseWriter") &&
		isNamed(params.At(1).Type(), "net/http", "Request")
}

// connContext reports whether sig is func(context.Context, net.Conn)
// context.Context, which a http.Server calls for each connection.
func connContext(sig *types.Signature) bool {
	params, results := sig.Params(), sig.Results()
	return params.Len() == 2 && results.Len() == 1 && isNamed(params.At(0).Type(), "context", "Context") &&
		isNamed(params.At(1).Type(), "net", "Conn") && isNamed(results.At(0).Type(), "context", "Context")
}

// handshake reports whether sig is that of tls.Config.GetCertificate or GetConfigForClient.
func handshake(sig *types.Signature) bool {
	params, results := sig.Params(), sig.Results()
	return params.Len() == 1 && results.Len() == 2 && isNamed(params.At(0).Type(), "crypto/tls", "ClientHelloInfo") &&
		(isNamed(results.At(0).Type(), "crypto/tls", "Certificate") || isNamed(results.At(0).Type(), "crypto/tls", "Config"))
}

// opensFile reports whether fn is the method of a http.FileSystem, which a file server
// calls for each request.
func opensFile(fn *ssa.Function) bool {
	sig := fn.Signature
	return fn.Name() == "Open" && sig.Recv() != nil && sig.Params().Len() == 1 && sig.Results().Len() == 2 &&
		isNamed(sig.Results().At(0).Type(), "net/http", "File")
}

// taskHandler reports whether sig is that of a consumer's callback: it takes a
// message, with or without a context, and returns at most an error or messages.
func taskHandler(sig *types.Signature) bool {
	params := sig.Params()
	n := params.Len()
	if n > 1 && isNamed(params.At(0).Type(), "context", "Context") {
		n--
	}
	if n != 1 || sig.Results().Len() > 2 {
		return false
	}
	t := types.TypeString(params.At(params.Len()-1).Type(), (*types.Package).Name)
	return strings.HasSuffix(t, ".Task") || strings.HasSuffix(t, ".Message")
}

// calls yields the calls of functions, each with the function that it is in.
func calls(funcs []*ssa.Function) iter.Seq2[*ssa.Function, *ssa.CallCommon] {
	return func(yield func(*ssa.Function, *ssa.CallCommon) bool) {
		for _, fn := range funcs {
			for _, b := range fn.Blocks {
				for _, instr := range b.Instrs {
					if call, ok := instr.(ssa.CallInstruction); ok && !yield(fn, call.Common()) {
						return
					}
				}
			}
		}
	}
}

// functions returns the function that v surely is, also behind conversions.
func functions(v ssa.Value) []*ssa.Function {
	switch v := v.(type) {
	case *ssa.Function:
		decl, _ := callgraph.Declared(v)
		return []*ssa.Function{decl}
	case *ssa.MakeClosure:
		return functions(v.Fn)
	case *ssa.ChangeType:
		return functions(v.X)
	case *ssa.MakeInterface:
		return functions(v.X)
	}
	return nil
}

func shortName(obj *types.Func) string {
	if obj.Pkg() == nil {
		return obj.Name()
	}
	return obj.Pkg().Name() + "." + obj.Name()
}

func fullName(fn *ssa.Function) string {
	if obj, ok := ir.Func(fn); ok {
		return model.Name(obj)
	}
	return fn.String()
}

// setup reports whether fn, though it takes what handlers take, makes or
// registers something: it returns a function or registers routes.
func setup(fn *ssa.Function) bool {
	results := fn.Signature.Results()
	for i := range results.Len() {
		if _, ok := results.At(i).Type().Underlying().(*types.Signature); ok {
			return true
		}
	}
	return testing(fn)
}

// testing reports whether fn is part of a test.
func testing(fn *ssa.Function) bool {
	pos := fn.Prog.Fset.Position(fn.Pos())
	return strings.HasSuffix(pos.Filename, "_test.go")
}

// roundTrip reports whether fn sends requests rather than answers them.
func roundTrip(fn *ssa.Function) bool {
	results := fn.Signature.Results()
	for i := range results.Len() {
		if isNamed(results.At(i).Type(), "net/http", "Response") {
			return true
		}
	}
	return false
}

// cold reports whether fn serves administrators or comes once in a while, by
// its name and those around it.
func cold(fn *ssa.Function) bool {
	for f := fn.Parent(); f != nil; f = f.Parent() {
		if middleware(f.Signature) {
			return false // wraps all that is asked for, whatever it does besides
		}
	}
	for f := fn; f != nil; f = f.Parent() {
		if model.Says("cold", f.Name()) || model.ChangesSettings(f.Name()) {
			return true
		}
		if recv := f.Signature.Recv(); recv != nil {
			t := types.TypeString(recv.Type(), func(*types.Package) string { return "" })
			if model.Says("cold", t) || model.Says("control", t) {
				return true
			}
		}
	}
	pkg := ir.Pkg(fn)
	return pkg != nil && model.Says("cold", pkg.Name())
}

// middleware reports whether sig is that of a function which wraps a handler: it takes
// one, and returns one of the same type.
func middleware(sig *types.Signature) bool {
	params, results := sig.Params(), sig.Results()
	if params.Len() != 1 || results.Len() != 1 || !types.Identical(params.At(0).Type(), results.At(0).Type()) {
		return false
	}
	t := params.At(0).Type()
	if fn, ok := t.Underlying().(*types.Signature); ok {
		if httpHandler(fn) {
			return true
		}
		for v := range fn.Params().Variables() {
			if model.Carrier(v.Type()) == "entry" {
				return true
			}
		}
	}
	return isNamed(t, "net/http", "Handler")
}
