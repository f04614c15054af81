package mapaccess

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A dynamic is the type of what an interface holds: a type that a package declares, or
// a pointer to it. It is named, as importers do not see the types that are not exported.
// The zero value is a type that is not known.
type dynamic struct {
	pkg  *types.Package
	name string
}

// dynamicType returns t as a dynamic type.
func dynamicType(t types.Type) dynamic {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || types.IsInterface(named) || named.TypeArgs() != nil || named.Obj().Pkg() == nil || named.Obj().Parent() != named.Obj().Pkg().Scope() {
		return dynamic{} // no name, or of a function
	}
	return dynamic{named.Obj().Pkg(), named.Obj().Name()}
}

// maxDynamic bounds the calls that are followed to the type of a result.
const maxDynamic = 3

// dynamicOf returns the type of what the interface v holds.
func (p *Package) dynamicOf(v ssa.Value, depth int) dynamic {
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return dynamicType(v.X.Type())
	case *ssa.ChangeInterface:
		return p.dynamicOf(v.X, depth)
	case *ssa.Call:
		return p.dynamicResult(v, 0, depth)
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return p.dynamicResult(call, v.Index, depth)
		}
	}
	return dynamic{}
}

// dynamicResult returns the type of what the i-th result of a call holds.
func (p *Package) dynamicResult(call *ssa.Call, i, depth int) dynamic {
	fn, _ := callgraph.Callee(&call.Call)
	if fn == nil || depth > maxDynamic {
		return dynamic{}
	}
	if fn.Blocks != nil {
		return p.returns(fn, i, depth+1)
	}
	if obj, ok := ir.Func(fn); ok {
		if sum, ok := p.facts.summary(obj); ok && i < len(sum.results) {
			return sum.results[i].dynamic
		}
	}
	return dynamic{}
}

// returns returns the type of what the i-th result of a function holds, but for nil.
func (p *Package) returns(fn *ssa.Function, i, depth int) dynamic {
	var out dynamic
	for _, ret := range returns(fn) {
		results := ret.(*ssa.Return).Results
		if i >= len(results) {
			return dynamic{} // a recovered panic
		}
		if c, ok := results[i].(*ssa.Const); ok && c.Value == nil {
			continue // nil, with an error
		}
		d := p.dynamicOf(results[i], depth)
		if d == (dynamic{}) || out != (dynamic{}) && d != out {
			return dynamic{}
		}
		out = d
	}
	return out
}

// A holder is a field or variable of an interface type, with the types that the package
// puts there.
type holder struct {
	types []dynamic
	open  bool // others may be there, too
}

// findHolders returns the fields and package variables of interface types.
func (p *Package) findHolders(funcs []*ssa.Function) map[types.Object]*holder {
	out := make(map[types.Object]*holder)
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				st, ok := instr.(*ssa.Store)
				if !ok || !types.IsInterface(st.Val.Type()) {
					continue
				}
				var obj types.Object
				switch addr := st.Addr.(type) {
				case *ssa.FieldAddr:
					if field := place.FieldOf(addr.X.Type(), addr.Field); field != nil && field.Pkg() == p.Types {
						obj = field
					}
				case *ssa.Global:
					obj = addr.Object()
				}
				if obj == nil || obj.Exported() {
					continue // others may assign it
				}
				h := out[obj]
				if h == nil {
					h = new(holder)
					out[obj] = h
				}
				h.add(st.Val, p.dynamicOf(st.Val, 0))
			}
		}
	}
	return out
}

func (h *holder) add(v ssa.Value, d dynamic) {
	if c, ok := v.(*ssa.Const); ok && c.Value == nil {
		return // nil
	}
	if d == (dynamic{}) {
		h.open = true
		return
	}
	for _, known := range h.types {
		if known == d {
			return
		}
	}
	h.types = append(h.types, d)
	h.open = h.open || len(h.types) > callgraph.MaxTargets
}

// typesAt returns the types of what the interface at a place can hold, none if that is
// not known.
func (p *Package) typesAt(at *place.Place) []dynamic {
	var d dynamic
	switch {
	case at.Parent == nil:
		if call, i := returnedBy(at.Root); call != nil && types.IsInterface(callResult(call, i)) {
			d = p.dynamicResult(call, i, 0)
		} else if t := at.Root.Type(); t != nil && !types.IsInterface(t) {
			d = dynamicType(t)
		}
	case at.Field == place.Deref:
		obj := types.Object(at.Parent.Var)
		if at.Parent.Parent == nil {
			obj, _ = place.Global(at.Parent.Root)
		}
		if h := p.holders[obj]; h != nil && !h.open {
			return h.types
		}
		if at.Parent.Var != nil && !types.IsInterface(at.Parent.Var.Type()) {
			d = dynamicType(at.Parent.Var.Type())
		}
	}
	if d == (dynamic{}) {
		return nil
	}
	return []dynamic{d}
}

// mayHave reports whether what the interface at a place holds may have a field.
func (p *Package) mayHave(at *place.Place, field *types.Var) bool {
	known := p.typesAt(at)
	for _, d := range known {
		if p.facts.owners[field] == d || d.has(field) {
			return true
		}
	}
	return len(known) == 0
}

// has reports whether a type whose package shows it has a field, or is no struct.
func (d dynamic) has(field *types.Var) bool {
	tn, ok := d.pkg.Scope().Lookup(d.name).(*types.TypeName)
	if !ok {
		return false
	}
	st, ok := tn.Type().Underlying().(*types.Struct)
	if !ok {
		return true
	}
	for i := range st.NumFields() {
		if st.Field(i).Origin() == field {
			return true
		}
	}
	return false
}

// callResult returns the type of the i-th result of a call.
func callResult(call *ssa.Call, i int) types.Type {
	results := call.Call.Signature().Results()
	if i >= results.Len() {
		return types.Typ[types.Invalid]
	}
	return results.At(i).Type()
}

// method returns the method that a dynamic type has, nil if nothing is known of it.
func (p *Package) method(d dynamic, name string) (m callgraph.Implementation) {
	if d == (dynamic{}) {
		return m
	}
	if tn, ok := d.pkg.Scope().Lookup(d.name).(*types.TypeName); ok {
		obj, path, _ := types.LookupFieldOrMethod(types.NewPointer(tn.Type()), true, d.pkg, name)
		if fn, ok := obj.(*types.Func); ok {
			m.Fn, m.Path = p.prog.FuncValue(fn.Origin()), path[:len(path)-1]
			m.Type, _ = tn.Type().(*types.Named)
		}
		return m
	}
	m.Fn = p.facts.hiddenMethod(d, name)
	return m
}

// receiver returns what a method is called for if its type's value is at a place.
func (p *Package) receiver(m callgraph.Implementation, at *place.Place) *place.Place {
	t := types.Type(m.Type)
	for _, i := range m.Path {
		field := place.FieldOf(t, i)
		at, t = p.Sub(at, i, field), field.Type()
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			at, t = p.Deref(at), ptr.Elem()
		}
	}
	return at
}

// targets returns the methods that the call of an interface method may reach, and
// whether they are all: what is known of the value decides, or else the types in sight.
// Of other calls it returns what a table of functions has.
func (p *Package) targets(call *ssa.CallCommon) (out []callee, all bool) {
	if !call.IsInvoke() {
		for _, t := range p.tables.Targets(call) {
			out = append(out, callee{Fn: t.Fn, args: t.Args})
		}
		return out, len(out) == 0
	}
	at := p.Value(call.Value)
	add := func(m callgraph.Implementation) {
		c := callee{Fn: m.Fn, args: append([]ssa.Value{call.Value}, call.Args...)}
		if len(m.Path) > 0 {
			c.args[0], c.places = nil, []*place.Place{p.receiver(m, at)}
		}
		out = append(out, c)
	}
	if types := p.typesAt(at); len(types) > 0 {
		for _, d := range types {
			add(p.method(d, call.Method.Name()))
		}
		return out, true
	}
	for _, m := range p.hierarchy.Implementations(call.Value.Type(), call.Method) {
		add(m)
	}
	return out, false
}

// followed reports whether calls of an interface's methods are told to callers, who may
// know the type of what it holds: not those of the standard library, which are called
// everywhere.
func followed(iface types.Type) bool {
	named, ok := types.Unalias(iface).(*types.Named)
	return ok && named.Obj().Pkg() != nil && !model.Standard(named.Obj().Pkg())
}
