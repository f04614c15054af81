package mapaccess

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A maker is the call that returned a literal. What the literal captures is told in
// the terms of the function that made it, and so once more in those of the caller.
//
//	func (s *store) counter(k string) func() { return func() { s.m[k]++ } }
//	go s.counter("a")()
type maker struct {
	call ssa.Value
	by   callee
	sum  *Summary
}

// returned returns the literal that the i-th result of a call surely is, or none; calls
// led to this one.
func (p *Package) returned(call *ssa.Call, i int, calls []*ssa.Call) callee {
	if slices.Contains(calls, call) {
		return callee{}
	}
	calls = append(slices.Clip(calls), call)
	by := p.calleeBy(&call.Call, calls)
	if by.Fn == nil || by.made != nil {
		return callee{}
	}
	sum, ok := p.lookup(by.Fn)
	if !ok || i >= len(sum.results) || sum.results[i].lit == nil {
		return callee{}
	}
	c := p.functionBy(sum.results[i].lit, calls)
	if c.Fn == nil || len(c.args) > 0 {
		return callee{} // a method value: its receiver is not known here
	}
	c.made = &maker{call, by, sum}
	return c
}

// literal returns the literal or function that a value surely is, or nil.
func (p *Package) literal(v ssa.Value) ssa.Value {
	at := p.Value(v)
	if at.Parent != nil {
		return nil
	}
	switch root := at.Root.(type) {
	case *ssa.MakeClosure:
		return root
	case *ssa.Function:
		return root
	}
	return nil
}

// outward tells a place of the function that made a literal in the terms of the
// caller. A variable of that function is another one for each call.
func (m *maker) outward(p *Package, at *place.Place) *place.Place {
	at = p.Subst(at, p.binder(m.sum, m.by))
	if at == nil {
		return nil
	}
	local, ok := at.Root.(ssa.Instruction)
	if !ok || local.Parent() != m.by.Fn {
		return at
	}
	return p.Rebase(at, p.Root(at.Root), p.Sub(p.Root(m.call), p.step(at.Root), nil))
}
