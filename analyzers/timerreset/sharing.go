package timerreset

import (
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// variableOf returns the variable at a place, nil if it has no identity across
// functions.
func (p *program) variableOf(at *place.Place) variable {
	switch {
	case at.Var != nil:
		return at.Var
	case at.Parent != nil:
		return nil
	}
	return p.variableAt(at.Root)
}

// kindOf returns what the timer in the variable at a place was made as, if
// every store to it in the package agrees and no other package can store.
func (p *program) kindOf(at *place.Place) kind {
	if p.tickers[at] {
		return kindTicker
	}
	v := p.variableOf(at)
	switch v := v.(type) {
	case nil:
		return kindUnknown
	case *types.Var:
		if v.Exported() && !p.private[v] {
			return kindUnknown
		}
	case *ssa.Global:
		if v.Object() == nil || v.Object().Exported() {
			return kindUnknown
		}
	}
	if len(p.made[v]) != 1 {
		return kindUnknown
	}
	for k := range p.made[v] {
		return k
	}
	return kindUnknown
}

// neverMade reports whether the place is a field that holds a timer or ticker by
// value and that nothing in the package ever assigns or gives away.
func (p *program) neverMade(at *place.Place) bool {
	v := at.Var
	if v == nil || v.Exported() && !p.private[v] || timerName(v.Type()) == "" {
		return false
	}
	return len(p.stores[v]) == 0 && !p.given[v]
}

// othersOf returns what functions that may run at the same time as root do to
// the timer in the variable at a place.
func (p *program) othersOf(at *place.Place, root *ssa.Function) others {
	v := p.variableOf(at)
	if v == nil {
		return 0
	}
	if p.volatile(at) {
		return othersAll
	}
	key := sharedKey{v, root}
	if ops, ok := p.shared[key]; ok {
		return ops
	}
	var ops others
	for _, op := range singleOps {
		if slices.ContainsFunc(p.lookup.touching[v][op], func(fn *ssa.Function) bool { return !p.sequential(fn, root, 0) }) {
			ops |= op
		}
	}
	p.shared[key] = ops
	return ops
}

// sharedKey is the argument of othersOf, for its cache.
type sharedKey struct {
	v    variable
	root *ssa.Function
}

// sequential reports whether fn only ever runs as part of root: it is root, or
// a literal called on the spot, or a function that only such functions call.
func (p *program) sequential(fn, root *ssa.Function, depth int) bool {
	if fn == root {
		return true
	}
	if depth > maxDepth {
		return false
	}
	if parent := fn.Parent(); parent != nil {
		return p.direct[fn] && p.sequential(parent, root, depth+1)
	}
	if p.exposed[fn] || len(p.callers[fn]) == 0 {
		return false
	}
	for caller := range p.callers[fn] {
		if !p.sequential(caller, root, depth+1) {
			return false
		}
	}
	return true
}

// callersDecide reports whether the last condition of w is a parameter of the root, and
// the functions that call it are all interpreted with it.
func (m *machine) callersDecide(w *world) bool {
	param, ok := w.assumed[0].(*ssa.Parameter)
	return ok && param.Parent() == m.root && !m.pkg.exposed[m.root] && len(m.pkg.callers[m.root]) > 0
}

// volatile reports whether a literal that runs at an unknown time stores to
// the local variable at a place.
func (p *program) volatile(at *place.Place) bool {
	if at.Parent != nil {
		return false
	}
	v := p.variableAt(at.Root)
	switch v.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
	default:
		return false
	}
	self := at.Root.Parent()
	for fn, n := range p.stores[v] {
		if fn == self {
			continue // seen where it happens
		}
		if fn.Parent() == nil || len(fn.FreeVars) == 0 {
			if n > 1 {
				return true // the enclosing function changes it later
			}
			continue // its declaration
		}
		if !p.direct[fn] {
			return true
		}
	}
	return false
}

// touchedBy is touchedFields, computed once per call.
func (p *program) touchedBy(call *ssa.CallCommon) map[*types.Var]bool {
	t, ok := p.touched[call]
	if !ok {
		t = p.touchedFields(call)
		p.touched[call] = t
	}
	return t
}

// touchedFields returns the fields that a call which is not followed may write, or
// whose timers it may touch.
func (p *program) touchedFields(call *ssa.CallCommon) map[*types.Var]bool {
	if fn := calleeOf(call); fn != nil && p.fields[fn] != nil {
		return p.fields[fn]
	}
	var touched map[*types.Var]bool
	switch {
	case call.IsInvoke():
		touched = p.lookup.fieldsOfMethods(p, call.Method.Name())
	case call.StaticCallee() == nil:
		touched = p.lookup.fieldsOfValues(p, call.Signature())
	}
	var given []*ssa.Function
	for _, arg := range call.Args {
		switch arg := arg.(type) {
		case *ssa.Function:
			given = append(given, arg)
		case *ssa.MakeClosure:
			given = append(given, arg.Fn.(*ssa.Function))
		}
	}
	if len(given) == 0 {
		return touched
	}
	all := p.allFields(given)
	if len(touched) > 0 {
		all = maps.Clone(all)
		maps.Copy(all, touched)
	}
	return all
}
