package origin

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A funcs is what the package puts in a field or variable that is a function:
//
//	return &Gate{policy: l.load}
type funcs struct {
	one Func
	// others is set if there are several, or some that are not known.
	others bool
}

// noteFunc notes which function is put in a field of a type of the package, or in a
// variable.
func (p *program) noteFunc(f *Frame, st *ssa.Store) {
	obj := place.VariableAt(st.Addr)
	if p.settled || obj == nil || obj.Pkg() != p.pass.Pkg || !isFunc(st.Val.Type()) || IsNil(st.Val) {
		return // known, of others, or no function
	}
	held := p.funcVars[obj]
	fn, ok := f.Function(st.Val)
	switch {
	case held == nil:
		p.funcVars[obj] = &funcs{fn, !ok}
	case !ok || held.one.Name != fn.Name || held.one.Method != fn.Method || len(held.one.Bound) != len(fn.Bound):
		held.others = true
	default:
		for i, b := range fn.Bound {
			held.one.Bound[i] = Join(held.one.Bound[i], b)
		}
	}
}

// put returns the function that a field or variable at an address surely is. What is bound
// to it comes of the parameters of who put it there: that is what the object was made with.
func (f *Frame) put(obj types.Object, addr ssa.Value) (Func, bool) {
	if obj == nil {
		return Func{}, false
	}
	held := f.p.funcVars[obj]
	if held == nil || held.others {
		return Func{}, false
	}
	out := held.one
	out.Bound = make([]Value, len(held.one.Bound))
	for i, b := range held.one.Bound {
		if b.Params != 0 {
			b = Join(Value{Class: b.Class, Source: b.Source, Place: b.Place, File: b.File}, f.madeFrom(addr))
		}
		out.Bound[i] = b
	}
	return out, true
}

// madeFrom returns the origin of what an object was made with in which an address is.
func (f *Frame) madeFrom(addr ssa.Value) Value {
	root, _ := Resolve(addr)
	param, ok := root.(*ssa.Parameter)
	switch {
	case ok && f.p.owner(param):
		return Value{Class: Config, Source: "what " + types.TypeString(param.Type(), (*types.Package).Name) + " was made with"}
	case ok && f.fn.Signature.Recv() != nil && param == f.fn.Params[0] && f.p.service(param.Type()):
		return Value{Params: Made}
	}
	return Unknown
}
