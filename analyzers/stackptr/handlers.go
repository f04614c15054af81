package stackptr

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// streamHandler returns the type of the parameter that makes fn a handler of
// gRPC streams, or nil.
func streamHandler(fn *ssa.Function) types.Type {
	sig := fn.Signature
	n := sig.Params().Len()
	if fn.Parent() != nil || sig.Recv() == nil || n == 0 || n > 2 || sig.Results().Len() != 1 {
		return nil
	}
	t := sig.Params().At(n - 1).Type()
	if !isStream(t) {
		return nil
	}
	if !hasMethod(t, "SetTrailer") {
		return nil // a client's
	}
	return t
}

// handle runs what handles connections: some methods, and functions that become
// values of another package's type for such: those of this package it calls itself.
func (m *finder) handle(methods map[*types.Func]string) {
	const why = "one goroutine per connection runs it: "
	for _, fn := range m.funcs {
		if obj, ok := ir.Func(fn); ok && methods[obj] != "" {
			m.run(manyRun{fn: fn, why: why + "it implements " + methods[obj]})
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				x, ok := instr.(*ssa.ChangeType)
				if !ok || typeKey(x.Type(), "") == "" {
					continue // may be anything
				}
				named := types.Unalias(x.Type()).(*types.Named)
				if sig, ok := named.Underlying().(*types.Signature); ok && named.Obj().Pkg() != m.pkg && handlesConn(sig) {
					for _, f := range m.of(x.X) {
						m.run(manyRun{fn: f, why: why + "it is used as " + types.TypeString(named, (*types.Package).Name), pos: f.Pos()})
					}
				}
			}
		}
	}
}

// connHandlers returns the methods of a package's types that handle connections,
// with what they implement: a method of another package's interface that takes a
// connection and returns nothing, or an error. Who has such an interface calls it
// for each connection, wherever that is.
//
//	type Handler interface {
//		Handle(ctx context.Context, conn net.Conn) error
//	}
func connHandlers(pkg *types.Package) map[*types.Func]string {
	if escape.IsStandard(pkg.Path()) {
		return nil // which serves no user's connections by itself
	}
	out := make(map[*types.Func]string)
	for _, name := range pkg.Scope().Names() {
		tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() {
			continue // no type of its own
		}
		named, ok := tn.Type().(*types.Named)
		if !ok || named.TypeParams() != nil || types.IsInterface(named) {
			continue // has no methods, or not yet
		}
		for m := range named.Methods() {
			if !m.Exported() || !handlesConn(m.Signature()) {
				continue // called by who knows the type, or for something else
			}
			if iface := implemented(pkg, named, m); iface != "" {
				out[m] = iface
			}
		}
	}
	return out
}

// handlesConn reports whether a signature is that of a handler of connections.
// What returns more wraps a connection, or makes something of it.
func handlesConn(sig *types.Signature) bool {
	res := sig.Results()
	if n := res.Len(); n > 1 || n == 1 && !types.Identical(res.At(0).Type(), types.Universe.Lookup("error").Type()) {
		return false
	}
	for param := range sig.Params().Variables() {
		if t := param.Type(); hasMethod(t, "RemoteAddr") && hasMethod(t, "Close") {
			return true
		}
	}
	return false
}

// implemented returns the name of an interface of an imported package that a type
// implements by a method, among others.
func implemented(pkg *types.Package, t *types.Named, method *types.Func) string {
	for _, imp := range pkg.Imports() {
		if escape.IsStandard(imp.Path()) {
			continue // its interfaces are everybody's
		}
		for _, name := range imp.Scope().Names() {
			tn, ok := imp.Scope().Lookup(name).(*types.TypeName)
			if !ok || !tn.Exported() || !types.IsInterface(tn.Type()) {
				continue // nobody else's interface
			}
			named, ok := tn.Type().(*types.Named)
			if !ok || named.TypeParams() != nil || !hasMethod(named, method.Name()) {
				continue // another's, or none yet
			}
			iface := named.Underlying().(*types.Interface)
			if handling(iface) == 1 && types.Implements(types.NewPointer(t), iface) {
				return imp.Name() + "." + name
			}
		}
	}
	return ""
}

// handling returns the number of an interface's methods that handle connections.
// Several are told of what happens to one, and do not stay with it.
func handling(iface *types.Interface) int {
	n := 0
	for m := range iface.Methods() {
		if handlesConn(m.Signature()) {
			n++
		}
	}
	return n
}
