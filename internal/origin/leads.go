package origin

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// leads reports whether the function decodes what may not be the request's, or calls
// what may.
func (f *Frame) leads() bool {
	for _, b := range f.fn.Blocks {
		f.block = b
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok && f.leadsTo(NewSite(call)) {
				f.block = nil
				return true
			}
		}
	}
	f.block = nil
	return false
}

func (f *Frame) leadsTo(s Site) bool {
	if s.Obj != nil {
		known := model.Of(s.Obj)
		switch {
		case known.Constructor != nil:
			return Lasting(f.Compiled(s, *known.Constructor))
		case known.Decoder != nil:
			return Lasting(f.Decoded(s, *known.Decoder))
		case f.Unmarshals(s):
			return Lasting(f.Value(s.Args[0]))
		}
	}
	for _, arg := range s.Args {
		if fn := functionOf(arg); fn != nil {
			if sum, ok := f.sums(fn); ok && sum.Leads {
				return true
			}
		}
	}
	if s.Callee != nil {
		sum, ok := f.sums(s.Callee)
		return ok && sum.Leads
	}
	if summary.Dynamic(s.Common) {
		return f.p.user && !model.Standard(s.Obj.Pkg()) // whatever implements it
	}
	if fn, ok := f.Function(s.Common.Value); ok {
		sum, ok := f.sumOf(fn)
		return ok && sum.Leads
	}
	_, ok := f.FuncParam(s.Common.Value)
	return ok && !s.Common.IsInvoke() // what its callers give it
}

// Lasting reports whether a value may be the same for the next request.
func Lasting(v Value) bool { return v.Class < Request && v != Value{} }

// functionOf returns the function that an argument is, nil if it is none.
func functionOf(v ssa.Value) *ssa.Function {
	if !isFunc(v.Type()) {
		return nil
	}
	fn, _ := v.(*ssa.Function)
	if made, ok := Closure(v); ok {
		fn = made.Fn.(*ssa.Function)
	}
	if fn != nil {
		fn, _ = callgraph.Declared(fn)
	}
	return fn
}
