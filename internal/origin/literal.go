package origin

import (
	"go/types"
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// variable evaluates a call of a function value whose function is known.
func (f *Frame) variable(s Site) bool {
	known := false
	for _, fn := range f.Functions(s.Common) {
		if sum, ok := f.sumOf(fn); ok {
			f.apply(s, sum, fn.Args(f.Values(s)), false)
			known = true
		}
	}
	return known
}

// Functions returns the functions that a call of a value may reach, as far as they are known:
// the one that it surely is, or those of a table.
func (f *Frame) Functions(call *ssa.CallCommon) []Func {
	if fn, ok := f.Function(call.Value); ok {
		return []Func{fn}
	}
	var out []Func
	for _, t := range f.p.tables.Targets(call) {
		fn := Func{Name: Name(t.Fn), fn: t.Fn}
		if len(t.Args) > len(call.Args) {
			fn.Method, fn.Bound = true, []Value{f.Argument(t.Args[0])}
		}
		out = append(out, fn)
	}
	return out
}

// Argument returns the origin of an argument: for a function, of what it hands back to who
// calls it.
func (f *Frame) Argument(v ssa.Value) Value {
	out := asText(f.Value(v), v.Type())
	if iface, ok := v.Type().Underlying().(*types.Interface); ok && !iface.Empty() && !Readable(v.Type()) {
		out.Text = false // a service
	}
	if _, ok := v.Type().Underlying().(*types.Signature); !ok {
		return out
	}
	for {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
			continue
		case *ssa.Parameter, *ssa.FreeVar, *ssa.UnOp:
			if i, ok := f.FuncParam(x); ok {
				return param(i) // passed on
			}
		case *ssa.MakeClosure:
			return f.makes(x.Fn.(*ssa.Function), x.Bindings)
		case *ssa.Function:
			return f.makes(x, nil)
		}
		return out
	}
}

// makes returns the origin of what a function, a literal, or the value of a method hands
// back to who calls it: its results, and what it writes to what it is given.
func (f *Frame) makes(called *ssa.Function, bindings []ssa.Value) Value {
	fn, bound := callgraph.Declared(called)
	sum, ok := f.sums(fn)
	if !ok {
		return Value{}
	}
	values := f.bound(called, bindings, Value{})
	if bound { // the receiver comes first
		n := len(values) - 1
		values = slices.Concat(values[n:], values[:n])
	}
	var out Value
	for _, r := range sum.Results {
		out = Join(out, r.Subst(values))
	}
	for _, o := range sum.Outs {
		if o.Param < len(fn.Params) {
			out = Join(out, o.Value.Subst(values))
		}
	}
	return out
}

// FuncParam returns the index of the parameter or free variable that a called
// function value is.
func (f *Frame) FuncParam(v ssa.Value) (int, bool) {
	for {
		switch x := v.(type) {
		case *ssa.Parameter, *ssa.FreeVar:
			i, ok := f.index[x]
			return i, ok
		case *ssa.ChangeType:
			v = x.X
		case *ssa.UnOp:
			v = x.X
		default:
			return 0, false
		}
	}
}

// literals evaluates what the literals among the arguments of a call write to the
// variables around them.
func (f *Frame) literals(s Site) {
	for _, arg := range s.Args {
		made, ok := Closure(arg)
		if !ok {
			continue // writes nothing of this function
		}
		sum, ok := f.sums(made.Fn.(*ssa.Function))
		if !ok {
			continue // not a literal
		}
		values := f.bound(made.Fn.(*ssa.Function), made.Bindings, f.Given(s))
		for _, out := range sum.Outs {
			if i := out.Param - len(made.Fn.(*ssa.Function).Params); i >= 0 && i < len(made.Bindings) {
				f.store(made.Bindings[i], out.Value.Subst(values))
			}
		}
	}
}

// Given returns the origin of what a function gives the functions that it is given.
func (f *Frame) Given(s Site) Value {
	v := f.Join(s.All)
	if s.Obj == nil || !model.Standard(s.Obj.Pkg()) {
		v = Looked(v, Named(s))
	}
	return v
}

// bound returns the arguments of a literal that an unknown function calls with
// arguments made of v.
func (f *Frame) bound(fn *ssa.Function, bindings []ssa.Value, v Value) []Value {
	var values []Value
	for _, param := range fn.Params {
		if Carrier(param.Type()) {
			values = append(values, Unknown)
		} else {
			values = append(values, v)
		}
	}
	for _, b := range bindings {
		values = append(values, f.Value(b))
	}
	return values
}
