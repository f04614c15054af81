package stackptr

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/escape"
)

// maxTargets bounds the methods that a call of an interface method is taken to
// reach: of one that has many implementations, nobody can tell which it is.
const maxTargets = 8

// A dispatcher finds the methods behind calls of interface methods: those of
// the types of this package, and of the imported packages that it wants.
type dispatcher struct {
	byName map[string][]*ssa.Function
	memo   map[invoked][]*ssa.Function
}

// An invoked method is one of an interface type.
type invoked struct {
	iface  types.Type
	method string
}

func newDispatcher(pkg *ssa.Package, wanted func(*types.Package) bool) *dispatcher {
	d := &dispatcher{make(map[string][]*ssa.Function), make(map[invoked][]*ssa.Function)}
	d.add(pkg)
	for _, imp := range pkg.Pkg.Imports() {
		if wanted(imp) {
			d.add(pkg.Prog.Package(imp))
		}
	}
	return d
}

// add adds the methods that the types of a package declare.
func (d *dispatcher) add(pkg *ssa.Package) {
	for _, name := range pkg.Pkg.Scope().Names() {
		tn, ok := pkg.Pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() {
			continue // no type of its own
		}
		named, ok := tn.Type().(*types.Named)
		if !ok || named.TypeParams() != nil || types.IsInterface(named) {
			continue // many types at once, or none
		}
		for m := range named.Methods() {
			if fn := pkg.Prog.FuncValue(m); fn != nil {
				d.byName[m.Name()] = append(d.byName[m.Name()], fn)
			}
		}
	}
}

// methods returns what a call through an interface may reach, nothing if that
// is too much.
func (d *dispatcher) methods(call *ssa.CallCommon) []*ssa.Function {
	if !call.IsInvoke() {
		return nil
	}
	return d.implementations(call.Value.Type(), call.Method)
}

// implementations returns the methods of the known types that have all methods
// of an interface.
func (d *dispatcher) implementations(t types.Type, method *types.Func) []*ssa.Function {
	t = types.Unalias(t)
	key := invoked{t, method.Name()}
	out, ok := d.memo[key]
	if !ok {
		out = d.find(t, method)
		d.memo[key] = out
	}
	return out
}

func (d *dispatcher) find(t types.Type, method *types.Func) []*ssa.Function {
	if method.Pkg() == nil || escape.IsStandard(method.Pkg().Path()) {
		return nil // error, io.Reader: anybody's
	}
	iface, ok := t.Underlying().(*types.Interface)
	if _, param := t.(*types.TypeParam); !ok || param || !iface.IsMethodSet() {
		return nil // of a type parameter
	}
	var out []*ssa.Function
	for _, fn := range d.byName[method.Name()] {
		recv := fn.Signature.Recv().Type()
		if ptr, ok := types.Unalias(recv).(*types.Pointer); ok {
			recv = ptr.Elem()
		}
		if !types.Implements(types.NewPointer(recv), iface) {
			continue // has another method of this name
		}
		if out = append(out, fn); len(out) > maxTargets {
			return nil
		}
	}
	return out
}

// methodsCalled returns the methods that fn may call through interfaces.
func (d *dispatcher) methodsCalled(fn *ssa.Function) []*ssa.Function {
	var out []*ssa.Function
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(*ssa.Call); ok {
				out = append(out, d.methods(call.Common())...)
			}
		}
	}
	return out
}
