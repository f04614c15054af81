package summary

import (
	"cmp"
	"go/types"
	"hash/fnv"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Method identifies a method of an interface in a form that facts can hold.
// It is matched by what it is called and takes, not by types.Object: the types
// that implement an interface are often unexported, and export data drops
// those that no exported declaration mentions.
type Method struct {
	// Name is the interface and method, for messages: "store.Store.Get".
	Name string
	// ID is the identity of the method.
	ID uint64
	// Set holds the identities of all methods of the interface, sorted.
	Set []uint64
}

// Dynamic reports whether a call invokes a method of an interface that is no constraint.
func Dynamic(call *ssa.CallCommon) bool {
	if !call.IsInvoke() {
		return false
	}
	iface, ok := types.Unalias(call.Value.Type()).Underlying().(*types.Interface)
	return ok && iface.IsMethodSet()
}

// Methods tells which methods calls invoke. It remembers what it was asked: to spell the
// types of an interface's methods takes long, and a package has few interfaces. The zero
// value is ready to use.
type Methods struct {
	invoked map[invoked]Method
	ids     map[*types.Func]uint64
}

// An invoked is a method as it is called through a type.
type invoked struct {
	t      types.Type
	method *types.Func
}

// Of returns the method that a call invokes, false if the call is not a [Dynamic] one.
func (m *Methods) Of(call *ssa.CallCommon) (Method, bool) {
	if !Dynamic(call) {
		return Method{}, false
	}
	if m.invoked == nil {
		m.invoked, m.ids = make(map[invoked]Method), make(map[*types.Func]uint64)
	}
	at := invoked{types.Unalias(call.Value.Type()), call.Method}
	if method, ok := m.invoked[at]; ok {
		return method, true
	}
	method := Method{ID: m.id(call.Method), Name: types.TypeString(at.t, shortName) + "." + call.Method.Name()}
	iface := at.t.Underlying().(*types.Interface)
	for i := range iface.NumMethods() {
		method.Set = append(method.Set, m.id(iface.Method(i)))
	}
	slices.Sort(method.Set)
	m.invoked[at] = method
	return method, true
}

func (m *Methods) id(fn *types.Func) uint64 {
	id, ok := m.ids[fn]
	if !ok {
		id = identity(fn)
		m.ids[fn] = id
	}
	return id
}

func shortName(pkg *types.Package) string { return pkg.Name() }

// identity returns a hash (64-bit FNV-1a) of a method's name and type; that of
// an unexported one includes its package.
func identity(fn *types.Func) uint64 {
	var b strings.Builder
	if !fn.Exported() {
		b.WriteString(fn.Pkg().Path())
	}
	b.WriteString("." + fn.Name())
	sig := fn.Type().(*types.Signature)
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		b.WriteByte('(')
		for v := range tuple.Variables() {
			b.WriteString(types.TypeString(v.Type(), (*types.Package).Path)) // parameter names do not count
			b.WriteByte(',')
		}
	}
	if sig.Variadic() {
		b.WriteString("...")
	}
	h := fnv.New64a()
	h.Write([]byte(b.String()))
	return h.Sum64()
}

// An Implementation is a concrete type with methods whose summaries are worth
// knowing to those who call them through an interface.
type Implementation[S any] struct {
	// Type is the type's package path and name.
	Type string
	// Set holds the identities of all methods of the pointer to the type,
	// sorted.
	Set []uint64
	// Methods are those with a summary, sorted by ID.
	Methods []Summarized[S]
}

// Summarized is the summary of one method.
type Summarized[S any] struct {
	ID  uint64
	Sum S
}

// Implementations returns the types that pkg declares, sorted by name, with
// those of their methods that sum knows. A type without any is left out.
func Implementations[S any](pkg *types.Package, sum func(*types.Func) (S, bool)) []Implementation[S] {
	var out []Implementation[S]
	for _, name := range pkg.Scope().Names() {
		tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() {
			continue // no type of its own
		}
		named, ok := tn.Type().(*types.Named)
		if !ok || types.IsInterface(named) || named.TypeParams() != nil {
			continue // no method of its own, or many types at once
		}
		impl := Implementation[S]{Type: pkg.Path() + "." + name}
		for sel := range types.NewMethodSet(types.NewPointer(named)).Methods() {
			fn := sel.Obj().(*types.Func)
			id := identity(fn)
			impl.Set = append(impl.Set, id)
			if s, ok := sum(fn.Origin()); ok {
				impl.Methods = append(impl.Methods, Summarized[S]{id, s})
			}
		}
		if len(impl.Methods) == 0 {
			continue // nothing to know
		}
		slices.Sort(impl.Set)
		slices.SortFunc(impl.Methods, func(a, b Summarized[S]) int { return cmp.Compare(a.ID, b.ID) })
		out = append(out, impl)
	}
	return out
}

// An Index finds the implementations of interfaces among the types of several
// packages. The zero value is empty.
type Index[S any] struct {
	impls  []Implementation[S]
	byName map[uint64][]int // implementations that have a summarized method, by its identity
}

// Add adds the implementations of one package.
func (x *Index[S]) Add(impls []Implementation[S]) {
	if x.byName == nil {
		x.byName = make(map[uint64][]int)
	}
	for _, impl := range impls {
		for _, m := range impl.Methods {
			x.byName[m.ID] = append(x.byName[m.ID], len(x.impls))
		}
		x.impls = append(x.impls, impl)
	}
}

// A Target is a method that a dynamic call may reach.
type Target[S any] struct {
	Type string // that has the method
	Sum  S
}

// Dispatch returns the summarized methods that a call of m may reach, sorted
// by type. Implementations without a summary are not among them.
func (x *Index[S]) Dispatch(m Method) []Target[S] {
	var out []Target[S]
	for _, i := range x.byName[m.ID] {
		impl := x.impls[i]
		if !subset(m.Set, impl.Set) {
			continue // lacks another method of the interface
		}
		k, _ := slices.BinarySearchFunc(impl.Methods, m.ID, func(s Summarized[S], id uint64) int { return cmp.Compare(s.ID, id) })
		out = append(out, Target[S]{impl.Type, impl.Methods[k].Sum})
	}
	slices.SortStableFunc(out, func(a, b Target[S]) int { return cmp.Compare(a.Type, b.Type) })
	return slices.CompactFunc(out, func(a, b Target[S]) bool { return a.Type == b.Type })
}

// subset reports whether the sorted a is part of the sorted b.
func subset(a, b []uint64) bool {
	for _, x := range a {
		i, ok := slices.BinarySearch(b, x)
		if !ok {
			return false
		}
		b = b[i+1:]
	}
	return true
}
