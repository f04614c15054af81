package callgraph

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// MaxTargets bounds the methods that a call of an interface method is taken to
// reach: of one that has many implementations, nobody can tell which it is.
const MaxTargets = 8

// A Hierarchy resolves calls through interfaces to the methods of the types that
// it was given: class hierarchy analysis (Dean, Grove, Chambers, ECOOP 1995) of
// a part of the program. Interfaces of the standard library are not resolved:
// their implementations are anybody's.
type Hierarchy struct {
	methods map[string][]Implementation // by name
	memo    map[invoked][]Implementation
}

// An Implementation is a method that a type has. Path leads from the type to the embedded
// field whose method it is, by the indices of fields; it is nil for one that the type
// declares itself.
type Implementation struct {
	Fn   *ssa.Function
	Type *types.Named
	Path []int
}

// An invoked method is one of an interface type.
type invoked struct {
	iface  types.Type
	method string
}

// NewHierarchy returns the hierarchy of the types that packages declare.
func NewHierarchy(pkgs ...*ssa.Package) *Hierarchy {
	h := &Hierarchy{make(map[string][]Implementation), make(map[invoked][]Implementation)}
	for _, pkg := range pkgs {
		h.AddPackage(pkg)
	}
	return h
}

// AddPackage adds the types that a package declares. All types are to be added
// before the first call is resolved.
func (h *Hierarchy) AddPackage(pkg *ssa.Package) {
	for _, name := range pkg.Pkg.Scope().Names() {
		h.AddType(pkg, name, nil)
	}
}

// AddType adds the methods that the type of a name has, also by embedding: all of them,
// or those that are wanted. Generic types and interfaces are left out.
func (h *Hierarchy) AddType(pkg *ssa.Package, name string, wanted func(*types.Func) bool) {
	tn, ok := pkg.Pkg.Scope().Lookup(name).(*types.TypeName)
	if !ok || tn.IsAlias() {
		return // no type of its own
	}
	named, ok := tn.Type().(*types.Named)
	if !ok || named.TypeParams() != nil || types.IsInterface(named) {
		return // many types at once, or none
	}
	add := func(m *types.Func, path []int) {
		if fn := pkg.Prog.FuncValue(m.Origin()); fn != nil && (wanted == nil || wanted(m)) {
			h.methods[m.Name()] = append(h.methods[m.Name()], Implementation{fn, named, path})
		}
	}
	for m := range named.Methods() {
		add(m, nil)
	}
	if !embeds(named) {
		return // no others
	}
	for sel := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		if path := sel.Index(); len(path) > 1 {
			add(sel.Obj().(*types.Func), path[:len(path)-1])
		}
	}
}

// embeds reports whether a type is a struct with embedded fields.
func embeds(named *types.Named) bool {
	st, ok := named.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if f.Embedded() {
			return true
		}
	}
	return false
}

// Converted returns the types that functions make interfaces of: others cannot be behind
// one, as far as these functions go (rapid type analysis: Bacon, Sweeney, OOPSLA 1996). Nil
// pointers, by which packages assert that a type has the methods, do not count.
func Converted(funcs []*ssa.Function) map[*types.TypeName]bool {
	out := make(map[*types.TypeName]bool)
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				made, ok := instr.(*ssa.MakeInterface)
				if !ok {
					continue // no interface
				}
				if c, ok := made.X.(*ssa.Const); ok && c.IsNil() {
					continue // var _ I = (*T)(nil)
				}
				t := types.Unalias(made.X.Type())
				if ptr, ok := t.(*types.Pointer); ok {
					t = types.Unalias(ptr.Elem())
				}
				if named, ok := t.(*types.Named); ok {
					out[named.Obj()] = true
				}
			}
		}
	}
	return out
}

// Targets returns the methods that a call through an interface may reach, none
// if they are more than [MaxTargets], or if it is no such call.
func (h *Hierarchy) Targets(call *ssa.CallCommon) []*ssa.Function {
	if !call.IsInvoke() {
		return nil
	}
	return h.Methods(call.Value.Type(), call.Method)
}

// Methods returns the methods that implement one of an interface, as Targets does.
func (h *Hierarchy) Methods(iface types.Type, method *types.Func) []*ssa.Function {
	var out []*ssa.Function
	for _, m := range h.Implementations(iface, method) {
		if !slices.Contains(out, m.Fn) {
			out = append(out, m.Fn)
		}
	}
	return out
}

// Implementations returns the types that implement a method of an interface with the
// methods that do so, as Targets does.
func (h *Hierarchy) Implementations(iface types.Type, method *types.Func) []Implementation {
	iface = types.Unalias(iface)
	key := invoked{iface, method.Name()}
	out, ok := h.memo[key]
	if !ok {
		out = h.find(iface, method.Name())
		h.memo[key] = out
	}
	return out
}

func (h *Hierarchy) find(t types.Type, method string) []Implementation {
	if named, ok := t.(*types.Named); ok && model.Standard(named.Obj().Pkg()) {
		return nil // error, io.Reader
	}
	iface, ok := t.Underlying().(*types.Interface)
	if _, param := t.(*types.TypeParam); !ok || param || !iface.IsMethodSet() {
		return nil // of a type parameter
	}
	var out []Implementation
	for _, m := range h.methods[method] {
		if !types.Implements(types.NewPointer(m.Type), iface) {
			continue // has another method of this name
		}
		if out = append(out, m); len(out) > MaxTargets {
			return nil
		}
	}
	return out
}

// Callees returns the methods that fn may call through interfaces: what
// [Domain.Dynamic] asks for.
func (h *Hierarchy) Callees(fn *ssa.Function) []*ssa.Function {
	var out []*ssa.Function
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				out = append(out, h.Targets(call.Common())...)
			}
		}
	}
	return out
}
