package timerreset

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// aliases tells which values of a package may be one timer. It follows a timer
// from where its function gets it: through variables, fields, elements of
// collections, parameters and results. A result is followed to the callers and never
// back: each call may have made another timer.
type aliases struct {
	prog  *program
	loads map[variable][]ssa.Value // what is loaded from a variable
	elems map[variable][]ssa.Value // what is taken out of the collection in a variable
	calls map[*ssa.Function][]ssa.CallInstruction
	sets  map[ssa.Value]map[ssa.Value]bool // cache of of
	used  map[ssa.Value][]use              // cache of allUses
}

// newAliases indexes the functions of a package.
func newAliases(prog *program) *aliases {
	a := &aliases{prog: prog, loads: make(map[variable][]ssa.Value), elems: make(map[variable][]ssa.Value),
		calls: make(map[*ssa.Function][]ssa.CallInstruction), sets: make(map[ssa.Value]map[ssa.Value]bool)}
	for _, fn := range prog.funcs {
		for instr := range ir.Each[ssa.Instruction](fn) {
			a.index(instr)
		}
	}
	return a
}

func (a *aliases) index(instr ssa.Instruction) {
	if call, ok := instr.(ssa.CallInstruction); ok {
		if fn := calleeOf(call.Common()); fn != nil {
			a.calls[fn] = append(a.calls[fn], call)
		}
	}
	v, ok := instr.(ssa.Value)
	if !ok || !mayBeTimer(v.Type()) {
		return
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return
		}
		if elem, ok := v.X.(*ssa.IndexAddr); ok {
			a.taken(elem.X, v)
		} else if at := a.prog.variableAt(v.X); at != nil {
			a.loads[at] = append(a.loads[at], v)
		}
	case *ssa.Field:
		if at := a.prog.timerVariable(v); at != nil {
			a.loads[at] = append(a.loads[at], v)
		}
	case *ssa.Lookup:
		a.taken(v.X, v)
	case *ssa.Extract:
		switch from := v.Tuple.(type) {
		case *ssa.Lookup:
			a.taken(from.X, v)
		case *ssa.Next:
			if iter, ok := from.Iter.(*ssa.Range); ok && v.Index == 2 {
				a.taken(iter.X, v)
			}
		}
	}
}

// taken notes that v is an element of a collection.
func (a *aliases) taken(collection, v ssa.Value) {
	if at := a.collection(collection); at != nil {
		a.elems[at] = append(a.elems[at], v)
	}
}

// collection returns the variable that holds a collection, nil if none does.
func (a *aliases) collection(v ssa.Value) variable {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return a.prog.variableAt(v.X)
		}
	case *ssa.Slice:
		return a.collection(v.X)
	case *ssa.MakeMap, *ssa.MakeSlice, *ssa.Phi, *ssa.Parameter:
		for _, ref := range *v.Referrers() {
			if st, ok := ref.(*ssa.Store); ok && st.Val == v {
				return a.prog.variableAt(st.Addr)
			}
		}
		return v
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
			return a.collection(v.Call.Args[0])
		}
	case *ssa.Alloc:
		return v
	}
	return nil
}

// mayBeTimer reports whether t is a pointer to a timer, or an interface.
func mayBeTimer(t types.Type) bool { return isTimerPtr(t) || types.IsInterface(t) }

// of returns the values that may be the timer v.
func (a *aliases) of(v ssa.Value) map[ssa.Value]bool {
	set, ok := a.sets[v]
	if !ok {
		set = make(map[ssa.Value]bool)
		a.origins(v, make(map[ssa.Value]bool), func(o ssa.Value) { a.flow(o, set) })
		a.sets[v] = set
	}
	return set
}

// origins calls found for each value that v may come from.
func (a *aliases) origins(v ssa.Value, seen map[ssa.Value]bool, found func(ssa.Value)) {
	if seen[v] {
		return
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.UnOp:
		at := a.prog.variableAt(v.X)
		if cell, ok := at.(*ssa.Alloc); ok {
			for _, ref := range *cell.Referrers() {
				if st, ok := ref.(*ssa.Store); ok && st.Addr == cell {
					a.origins(st.Val, seen, found)
				}
			}
			return
		}
		found(v)
		for _, load := range a.loads[at] {
			found(load)
		}
	case *ssa.Parameter:
		found(v)
		for _, call := range a.calls[v.Parent()] {
			for i, p := range v.Parent().Params {
				if p == v && i < len(call.Common().Args) {
					a.origins(call.Common().Args[i], seen, found)
				}
			}
		}
	case *ssa.Phi:
		for _, e := range v.Edges {
			a.origins(e, seen, found)
		}
	case *ssa.ChangeType:
		a.origins(v.X, seen, found)
	case *ssa.TypeAssert:
		a.origins(v.X, seen, found)
	default:
		found(v)
	}
}

// flow adds to set what v flows to.
func (a *aliases) flow(v ssa.Value, set map[ssa.Value]bool) {
	if set[v] || v.Referrers() == nil {
		return
	}
	set[v] = true
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val != v {
				continue // stored through it
			}
			loads := a.loads[a.prog.variableAt(ref.Addr)]
			if elem, ok := ref.Addr.(*ssa.IndexAddr); ok {
				loads = a.elements(elem.X)
			}
			for _, load := range loads {
				a.flow(load, set)
			}
		case *ssa.MapUpdate:
			if ref.Value == v {
				for _, load := range a.elements(ref.Map) {
					a.flow(load, set)
				}
			}
		case *ssa.Phi:
			a.flow(ref, set)
		case *ssa.ChangeType:
			a.flow(ref, set)
		case *ssa.MakeInterface:
			a.flow(ref, set)
		case *ssa.TypeAssert:
			a.flow(ref, set)
		case *ssa.Extract:
			a.flow(ref, set)
		case *ssa.Return:
			a.returned(ref, v, set)
		case ssa.CallInstruction:
			a.passed(ref, v, set)
		}
	}
}

// elements returns what is taken out of a collection.
func (a *aliases) elements(collection ssa.Value) []ssa.Value {
	at := a.collection(collection)
	if alloc, ok := at.(*ssa.Alloc); ok && alloc.Comment == "varargs" || at == nil {
		return a.appended(collection)
	}
	return a.elems[at]
}

// appended returns what is taken out of the slice that the elements of an argument
// list are appended to.
func (a *aliases) appended(list ssa.Value) []ssa.Value {
	if list.Referrers() == nil {
		return nil
	}
	for _, ref := range *list.Referrers() {
		slice, ok := ref.(*ssa.Slice)
		if !ok {
			continue // an element
		}
		for _, ref := range *slice.Referrers() {
			if call, ok := ref.(*ssa.Call); ok {
				if at := a.collection(call); at != nil {
					return a.elems[at]
				}
			}
		}
	}
	return nil
}

// returned follows a result to the callers.
func (a *aliases) returned(ret *ssa.Return, v ssa.Value, set map[ssa.Value]bool) {
	for _, call := range a.calls[ret.Parent()] {
		result := call.Value()
		if result == nil {
			continue // go, defer
		}
		for i, r := range ret.Results {
			if r != v {
				continue // another result
			}
			if len(ret.Results) == 1 {
				a.flow(result, set)
				continue
			}
			for _, ref := range *result.Referrers() {
				if e, ok := ref.(*ssa.Extract); ok && e.Index == i {
					a.flow(e, set)
				}
			}
		}
	}
}

// passed follows an argument into the callee.
func (a *aliases) passed(call ssa.CallInstruction, v ssa.Value, set map[ssa.Value]bool) {
	fn := calleeOf(call.Common())
	if fn == nil || fn.Blocks == nil {
		return
	}
	for i, arg := range call.Common().Args {
		if arg == v && i < len(fn.Params) {
			a.flow(fn.Params[i], set)
		}
	}
}

// A use is something that is done to a timer.
type use struct {
	op    others
	at    ssa.Instruction
	fn    *ssa.Function
	order int // in the package
}

// uses returns what the package does to the timer v: calls of Stop and Reset, and
// method values of Stop, which somebody will call.
func (a *aliases) uses(v ssa.Value) []use {
	if a.used == nil {
		a.used = a.allUses()
	}
	var out []use
	for x := range a.of(v) {
		out = append(out, a.used[x]...)
	}
	slices.SortFunc(out, func(u, v use) int { return cmp.Compare(u.order, v.order) })
	return out
}

// allUses returns what the package does to timers, by the values that are these.
func (a *aliases) allUses() map[ssa.Value][]use {
	out := make(map[ssa.Value][]use)
	order := 0
	for _, fn := range a.prog.funcs {
		for instr := range ir.Each[ssa.Instruction](fn) {
			var op others
			var timer ssa.Value
			switch instr := instr.(type) {
			case ssa.CallInstruction:
				if op = operation(instr.Common()); op != 0 {
					timer = instr.Common().Args[0]
				}
			case *ssa.MakeClosure:
				if op = boundMethod(instr); op != 0 {
					timer = instr.Bindings[0]
				}
			}
			if op != 0 {
				out[timer] = append(out[timer], use{op, instr, fn, order})
				order++
			}
		}
	}
	return out
}

// operation returns what a call of package time does to its receiver.
func operation(call *ssa.CallCommon) others {
	switch timeFunc(call) {
	case "(*Timer).Stop", "(*Ticker).Stop":
		return othersStop
	case "(*Timer).Reset", "(*Ticker).Reset":
		return othersReset
	}
	return 0
}

// boundMethod returns what a method value of a timer will do.
func boundMethod(c *ssa.MakeClosure) others {
	method, bound := callgraph.Declared(c.Fn.(*ssa.Function))
	if !bound || len(c.Bindings) != 1 || !isTimerPtr(c.Bindings[0].Type()) {
		return 0
	}
	switch method.Name() {
	case "Stop":
		return othersStop
	case "Reset":
		return othersReset
	}
	return 0
}
