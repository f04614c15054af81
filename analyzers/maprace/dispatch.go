package maprace

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// maxTargets bounds the methods that a call of an interface method is taken to
// reach: of one that has many implementations, nobody can tell which it is.
const maxTargets = 8

// A dispatcher finds the methods behind calls of interface methods: those of
// the types of this package, and of those that it imports if they have told of
// the method.
type dispatcher struct {
	// methods holds the candidates by name.
	methods map[string][]*ssa.Function
	memo    map[invoked][]*ssa.Function
}

// An invoked method is one of an interface type.
type invoked struct {
	iface  types.Type
	method *types.Func
}

// newDispatcher returns the dispatcher of a package.
func newDispatcher(pkg *ssa.Package, imports *importer) *dispatcher {
	d := &dispatcher{make(map[string][]*ssa.Function), make(map[invoked][]*ssa.Function)}
	for _, name := range pkg.Pkg.Scope().Names() {
		d.addType(pkg, name, func(*types.Func) bool { return true })
	}
	for _, imp := range pkg.Pkg.Imports() {
		told := imports.imported(imp)
		for _, name := range receivers(told) {
			d.addType(pkg.Prog.Package(imp), name, func(fn *types.Func) bool { return told[fn.FullName()] != nil })
		}
	}
	return d
}

// addType adds the methods that a type declares itself.
func (d *dispatcher) addType(pkg *ssa.Package, name string, wanted func(*types.Func) bool) {
	tn, ok := pkg.Pkg.Scope().Lookup(name).(*types.TypeName)
	if !ok || tn.IsAlias() {
		return // no type of its own
	}
	named, ok := tn.Type().(*types.Named)
	if !ok || named.TypeParams() != nil || types.IsInterface(named) {
		return // many types at once, or none
	}
	for m := range named.Methods() {
		if fn := pkg.Prog.FuncValue(m); fn != nil && wanted(m) {
			d.methods[m.Name()] = append(d.methods[m.Name()], fn)
		}
	}
}

// targets returns the methods that a call through an interface may reach, none
// if they are too many.
func (d *dispatcher) targets(call *ssa.CallCommon) []*ssa.Function {
	if !call.IsInvoke() {
		return nil
	}
	key := invoked{call.Value.Type(), call.Method}
	out, ok := d.memo[key]
	if !ok {
		out = d.implementations(call)
		d.memo[key] = out
	}
	return out
}

func (d *dispatcher) implementations(call *ssa.CallCommon) []*ssa.Function {
	t := types.Unalias(call.Value.Type())
	if named, ok := t.(*types.Named); ok && (model.Standard(named.Obj().Pkg())) {
		return nil // error, io.Reader: anybody's
	}
	iface, ok := t.Underlying().(*types.Interface)
	if _, param := t.(*types.TypeParam); !ok || param || !iface.IsMethodSet() {
		return nil // of a type parameter
	}
	var out []*ssa.Function
	for _, fn := range d.methods[call.Method.Name()] {
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

// receivers returns the names of the types of whose methods a package has told,
// sorted.
func receivers(told map[string]*wireFunc) []string {
	var out []string
	for name := range told {
		end := strings.LastIndexByte(name, ')') // (*path/of.Type).Method
		if end < 0 {
			continue // a function
		}
		recv := name[:end]
		out = append(out, recv[strings.LastIndexByte(recv, '.')+1:])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// callees returns the methods that fn may call through interfaces.
func (d *dispatcher) callees(fn *ssa.Function) []*ssa.Function {
	var out []*ssa.Function
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				out = append(out, d.targets(call.Common())...)
			}
		}
	}
	return out
}

// method returns a target of a dynamic call with what it is given.
func method(fn *ssa.Function, call *ssa.CallCommon) callee {
	return callee{fn: fn, args: append([]ssa.Value{call.Value}, call.Args...)}
}
