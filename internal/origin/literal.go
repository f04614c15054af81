package origin

import (
	"go/types"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// variable evaluates a call of a function variable that a single literal is
// stored in.
func (f *frame) variable(s site) bool {
	load, ok := s.common.Value.(*ssa.UnOp)
	if !ok {
		return false
	}
	alloc, ok := load.X.(*ssa.Alloc)
	if !ok {
		return false
	}
	var made *ssa.MakeClosure
	for _, ref := range *alloc.Referrers() {
		store, ok := ref.(*ssa.Store)
		if !ok || store.Addr != alloc {
			continue // a use
		}
		m, ok := store.Val.(*ssa.MakeClosure)
		if !ok || made != nil {
			return false // another function, or several
		}
		made = m
	}
	if made == nil {
		return false
	}
	sum, ok := f.sums(made.Fn.(*ssa.Function))
	if !ok {
		return false
	}
	args := f.args(s)
	for _, b := range made.Bindings {
		args = append(args, f.arg(b))
	}
	f.apply(s, sum, args, false)
	if f.emitting {
		f.noteCall(s, Call{Callee: sum.Name, Args: args})
	}
	return true
}

// arg returns an argument, with the function that it is.
func (f *frame) arg(v ssa.Value) Arg {
	a := Arg{Value: asText(f.value(v), v.Type()), Own: f.owned(v)}
	if iface, ok := v.Type().Underlying().(*types.Interface); ok && !iface.Empty() && !readable(v.Type()) {
		a.Value.Text = false // a service
	}
	if _, ok := v.Type().Underlying().(*types.Signature); !ok {
		return a
	}
	for {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
			continue
		case *ssa.Parameter, *ssa.FreeVar, *ssa.UnOp:
			if i, ok := f.funcParam(x); ok {
				a.Value = param(i) // passed on
			}
		case *ssa.MakeClosure:
			fn, bound := callgraph.Declared(x.Fn.(*ssa.Function))
			if !bound {
				a.Func = nodeName(fn)
				for _, b := range x.Bindings {
					a.Bound = append(a.Bound, Arg{Value: f.value(b)})
				}
				a.Value = f.makes(x)
			}
		case *ssa.Function:
			fn, bound := callgraph.Declared(x)
			if !bound {
				a.Func = nodeName(fn)
			}
		}
		return a
	}
}

// makes returns the origin of what a literal hands back to who calls it: its
// results, and what it writes to what it is given.
func (f *frame) makes(made *ssa.MakeClosure) Value {
	fn := made.Fn.(*ssa.Function)
	sum, ok := f.sums(fn)
	if !ok {
		return Value{}
	}
	values := f.bound(made, Value{})
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

// funcParam returns the index of the parameter or free variable that a called
// function value is.
func (f *frame) funcParam(v ssa.Value) (int, bool) {
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

// literals evaluates the literals among the arguments of a call: what they
// write to the variables around them, and, if the callee surely calls them, the
// calls in them.
func (f *frame) literals(s site) {
	for _, arg := range s.args {
		made, ok := closure(arg)
		if !ok {
			continue // writes nothing of this function
		}
		sum, ok := f.sums(made.Fn.(*ssa.Function))
		if !ok {
			continue // not a literal
		}
		v := f.join(s.all)
		if s.obj == nil || !model.Standard(s.obj.Pkg()) {
			v = looked(v, named(s))
		}
		values := f.bound(made, v)
		for _, out := range sum.Outs {
			if i := out.Param - len(made.Fn.(*ssa.Function).Params); i >= 0 && i < len(made.Bindings) {
				f.store(made.Bindings[i], out.Value.Subst(values))
			}
		}
		if s.obj != nil {
			if model.Of(s.obj).Invoke != nil {
				continue // the tables say
			}
		}
		if s.callee != nil {
			if _, known := f.sums(s.callee); known {
				continue // its body says
			}
		}
		results := made.Fn.(*ssa.Function).Signature.Results()
		if results.Len() > 1 || results.Len() == 1 && !dataless(results.At(0).Type()) || model.Begins("later", callgraph.CalledName(s.common)) {
			continue // may be called later, or seldom
		}
		f.invoke(s, arg, v, Call{})
	}
}

// closure returns the literal that v is, behind conversions.
func closure(v ssa.Value) (*ssa.MakeClosure, bool) {
	for {
		switch x := v.(type) {
		case *ssa.MakeClosure:
			_, ok := x.Fn.(*ssa.Function)
			return x, ok
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		default:
			return nil, false
		}
	}
}

// bound returns the arguments of a literal that an unknown function calls with
// arguments made of v.
func (f *frame) bound(made *ssa.MakeClosure, v Value) []Value {
	var values []Value
	for _, param := range made.Fn.(*ssa.Function).Params {
		if carrier(param.Type()) {
			values = append(values, Unknown)
		} else {
			values = append(values, v)
		}
	}
	for _, b := range made.Bindings {
		values = append(values, f.value(b))
	}
	return values
}

// invoke notes that the callee calls its argument fn, with the memo around that.
func (f *frame) invoke(s site, fn ssa.Value, v Value, around Call) {
	a := f.arg(fn)
	if a.Func == "" || !f.emitting {
		return
	}
	var args []Arg
	var params int
	if made, ok := closure(fn); ok {
		params = len(made.Fn.(*ssa.Function).Params)
	} else if fn, ok := fn.(*ssa.Function); ok {
		params = len(fn.Params)
	}
	for range params {
		args = append(args, Arg{Value: v})
	}
	around.Callee, around.Args = a.Func, append(args, a.Bound...)
	f.noteCall(s, around)
}
