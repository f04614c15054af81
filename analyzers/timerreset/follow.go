package timerreset

import (
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// close propagates relevance from literals to the functions around them, and
// touched variables from callees to callers.
func (p *program) close() {
	for i := len(p.funcs) - 1; i >= 0; i-- { // literals come after their parents
		fn := p.funcs[i]
		if len(p.touches[fn]) > 0 {
			p.relevant[fn] = true
		}
		p.reaches[fn] = make(map[variable]bool)
		for v := range p.touches[fn] {
			p.reaches[fn][v] = true
		}
		for c := range ir.Each[*ssa.MakeClosure](fn) {
			lit := c.Fn.(*ssa.Function)
			if !p.direct[lit] {
				continue // not interpreted in place
			}
			p.calls[fn][lit] = true
			for _, fv := range lit.FreeVars {
				if v := p.variableAt(fv); v != nil && p.stores[v][lit] > 0 {
					p.setters[lit] = true
				}
			}
			if p.relevant[lit] {
				p.relevant[fn] = true
			}
		}
	}
	p.lookup = newLookup(p)
	order := p.calleesFirst()
	for changed := true; changed; { // more than once for recursion only
		changed = false
		for _, fn := range order {
			for g := range p.calls[fn] {
				for v := range p.reaches[g] {
					if !p.reaches[fn][v] {
						p.reaches[fn][v], changed = true, true
					}
				}
				for f := range p.fields[g] {
					if !p.fields[fn][f] {
						p.fields[fn][f], changed = true, true
					}
				}
			}
		}
	}
}

// calleesFirst returns the functions in postorder of their calls.
func (p *program) calleesFirst() []*ssa.Function {
	seen := make(map[*ssa.Function]bool)
	var order []*ssa.Function
	var visit func(fn *ssa.Function)
	visit = func(fn *ssa.Function) {
		if seen[fn] {
			return
		}
		seen[fn] = true
		for g := range p.calls[fn] {
			visit(g)
		}
		if p.reaches[fn] != nil {
			order = append(order, fn)
		}
	}
	for _, fn := range p.funcs {
		visit(fn)
	}
	return order
}

// follows reports whether the body of fn, at a call of it, matters to the
// timers of root: it is given or returns a timer, is a literal that touches one, recovers, or sets
// a variable of the function around it, or touches a variable that root touches itself.
func (p *program) follows(root *ssa.Function, call *ssa.CallCommon, fn *ssa.Function) bool {
	if perhapsConstant(fn) {
		return true
	}
	if fn.Parent() != nil {
		return p.relevant[fn] || p.setters[fn] || recovers(fn)
	}
	for _, param := range fn.Params {
		if isTimerPtr(param.Type()) {
			return true
		}
	}
	for _, arg := range call.Args {
		if notPositive(arg) && p.relevant[fn] {
			return true // perhaps an interval
		}
	}
	for r := range fn.Signature.Results().Variables() {
		if isTimerPtr(r.Type()) || isTimeChan(r.Type()) {
			return true
		}
		if _, ok := r.Type().Underlying().(*types.Signature); ok && slices.ContainsFunc(fn.AnonFuncs, func(lit *ssa.Function) bool { return p.relevant[lit] || perhapsConstant(lit) }) {
			return true // perhaps one that is called
		}
	}
	for v := range p.ownVariables(root) {
		if p.reaches[fn][v] {
			return true
		}
	}
	return false
}

// perhapsConstant reports whether a function may do no more than return a constant interval.
func perhapsConstant(fn *ssa.Function) bool {
	results := fn.Signature.Results()
	return len(fn.Blocks) <= 3 && results.Len() == 1 && isDuration(results.At(0).Type())
}

// notPositive reports whether v is a constant duration of 0 or less.
func notPositive(v ssa.Value) bool {
	k, ok := v.(*ssa.Const)
	return ok && isDuration(k.Type()) && k.Value != nil && constant.Sign(k.Value) <= 0
}

// ownVariables returns the variables whose timers root touches, by itself or in
// literals that it calls on the spot.
func (p *program) ownVariables(root *ssa.Function) map[variable]bool {
	own, ok := p.own[root]
	if ok {
		return own
	}
	own = make(map[variable]bool)
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		for v := range p.touches[fn] {
			own[v] = true
		}
		for v := range p.sets[fn] {
			own[v] = true // a callee finds the timer there
		}
		for g := range p.calls[fn] {
			if g.Parent() == fn {
				add(g)
			}
		}
	}
	add(root)
	p.own[root] = own
	return own
}
