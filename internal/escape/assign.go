package escape

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// assign adds the flow of a value, with more dereferences, to a location.
func (u *unit) assign(dst int, v ssa.Value, derefs int) {
	if derefs >= 0 && !hasPointers(v.Type()) {
		return
	}
	if l, d := u.source(v); l != none {
		u.flow(dst, l, d+derefs)
	}
}

// instr adds the flows of an instruction.
func (u *unit) instr(fn *ssa.Function, instr ssa.Instruction) {
	switch x := instr.(type) {
	case *ssa.Store:
		if !hasPointers(x.Val.Type()) || isSelfAssignment(x) {
			return
		}
		dst := u.target(x.Addr)
		if dst == none {
			dst = heap
		}
		u.assign(dst, x.Val, 0)
	case *ssa.Phi:
		if l, _ := u.source(x); l != none {
			for _, e := range x.Edges {
				u.assign(l, e, 0)
			}
		}
	case *ssa.MakeClosure:
		u.closure(fn, x)
	case *ssa.MakeInterface:
		if l, ok := u.storage[x]; ok {
			u.assign(l, x.X, 0)
		}
	case *ssa.MapUpdate:
		u.assign(heap, x.Key, 0)
		u.assign(heap, x.Value, 0)
	case *ssa.Send:
		u.assign(heap, x.X, 0)
	case *ssa.Select:
		for _, state := range x.States {
			if state.Send != nil {
				u.assign(heap, state.Send, 0)
			}
		}
	case *ssa.Panic:
		u.assign(heap, x.X, 0)
	case *ssa.Return:
		for i, r := range x.Results {
			if i < len(u.results[fn]) {
				u.assign(u.results[fn][i], r, 0)
			}
		}
	case *ssa.Go:
		u.escapes(&x.Call)
	case *ssa.Defer:
		if u.syntax.depth(fn, x.Pos()) > 1 {
			u.escapes(&x.Call) // in a loop, records of deferred calls are on the heap
			return
		}
		u.call(&x.Call, nil)
		if mc, ok := x.Call.Value.(*ssa.MakeClosure); ok {
			if l, ok := u.storage[mc]; ok {
				u.flow(u.later, l, -1)
			}
		}
	case *ssa.Call:
		u.call(&x.Call, x)
	}
}

// closure adds what a literal or method value captures.
func (u *unit) closure(fn *ssa.Function, x *ssa.MakeClosure) {
	l := u.storage[x]
	lit := x.Fn.(*ssa.Function)
	if isBound(lit) {
		recv := x.Bindings[0]
		u.assign(l, recv, 0)
		method, _ := ir.Func(lit)
		if decl := fn.Prog.FuncValue(method); decl != nil {
			u.argument(decl, 0, recv, func(int) int { return heap })
		} else {
			u.assign(heap, recv, 0)
		}
		return
	}
	for i, b := range x.Bindings {
		switch a := u.variable(b); {
		case !u.captures(lit, i):
		case a == nil:
			u.assign(l, b, 0)
		case u.byValue[a]:
			u.flow(l, u.storage[a], 0)
		default:
			u.flow(l, u.storage[a], -1)
		}
	}
}

// escapes gives the arguments of a call to the heap.
func (u *unit) escapes(call *ssa.CallCommon) {
	u.assign(heap, call.Value, 0)
	for _, a := range call.Args {
		u.assign(heap, a, 0)
	}
}

// argument adds the flow of an argument; result returns the location of a
// result of the call, or none.
func (u *unit) argument(callee *ssa.Function, i int, arg ssa.Value, result func(int) int) {
	if u.in[callee] && callee.Blocks != nil {
		u.assign(u.params[callee][i], arg, 0)
		return
	}
	leaks, ok := u.callees(callee)
	if !ok || i >= len(leaks) {
		u.assign(heap, arg, 0)
		return
	}
	if leaks[i].Heap != NoLeak {
		u.assign(heap, arg, leaks[i].Heap)
	}
	for _, r := range leaks[i].Results {
		if l := result(r.Index); l != none {
			u.assign(l, arg, r.Derefs)
		}
	}
}

// call adds the flows of a call; site is nil for a deferred one.
func (u *unit) call(call *ssa.CallCommon, site *ssa.Call) {
	if b, ok := call.Value.(*ssa.Builtin); ok {
		u.builtin(b.Name(), call, site)
		return
	}
	callee := u.callee(call)
	if callee == nil {
		if call.IsInvoke() {
			u.assign(heap, call.Value, 0)
		}
		for _, a := range call.Args {
			u.assign(heap, a, 0)
		}
		return
	}
	result := func(i int) int {
		if site == nil {
			return none
		}
		return u.result(site, i)
	}
	for i, a := range call.Args {
		if u.in[callee] && i >= len(callee.Params) {
			break // of a call that does not compile
		}
		u.argument(callee, i, a, result)
	}
	if u.in[callee] && callee.Blocks != nil && site != nil {
		for i, l := range u.results[callee] {
			u.flow(result(i), l, 0)
		}
	}
}

// builtin adds the flows of a call of a builtin function.
func (u *unit) builtin(name string, call *ssa.CallCommon, site *ssa.Call) {
	switch name {
	case "append":
		u.appended(call, site)
	case "copy":
		if s, ok := call.Args[1].Type().Underlying().(*types.Slice); ok && hasPointers(s.Elem()) {
			u.assign(heap, call.Args[1], 1)
		}
	case "min", "max":
		if site != nil {
			for _, a := range call.Args {
				u.assign(u.result(site, 0), a, 0)
			}
		}
	case "Add", "Slice", "String", "StringData", "SliceData", "ssa:wrapnilchk":
		if site != nil {
			u.assign(u.result(site, 0), call.Args[0], 0)
		}
	case "panic":
		u.assign(heap, call.Args[0], 0)
	}
}

// maxBacking is the size of the backing store on the stack that append and make
// of a variable length begin with (since Go 1.25).
const maxBacking = 32

// appended adds the flows of append.
func (u *unit) appended(call *ssa.CallCommon, site *ssa.Call) {
	s, ok := call.Args[0].Type().Underlying().(*types.Slice)
	if !ok {
		return
	}
	if site != nil {
		result := u.result(site, 0)
		u.assign(result, call.Args[0], 0)
		backing := u.add(site.Parent(), 0)
		u.flow(result, backing, -1)
		if size := sizeof(s.Elem()); hasPointers(s.Elem()) && size > 0 && size <= maxBacking && !isSpread(call) {
			u.backings = append(u.backings, temp{fn: site.Parent(), loc: backing, Object: Object{
				Pos: site.Pos(), Kind: Backing, Size: maxBacking / size * size, Type: s.Elem(), Value: site}})
		}
	}
	if hasPointers(s.Elem()) {
		u.assign(heap, call.Args[0], 1)
		if len(call.Args) > 1 {
			u.assign(heap, call.Args[1], 1)
		}
	}
}

// isSpread reports whether a call is append(s, other...), which has no backing
// store of its own.
func isSpread(call *ssa.CallCommon) bool {
	if len(call.Args) < 2 {
		return true // append(s)
	}
	if s, ok := call.Args[1].(*ssa.Slice); ok {
		if a, ok := s.X.(*ssa.Alloc); ok && a.Comment == "varargs" {
			return false
		}
	}
	return true
}

// growing returns the backing stores of append: one for each variable that
// grows, if it fits registers; in memory, append works in place.
func (u *unit) growing() []Object {
	var out []Object
	moved := make(map[*ssa.Function]map[token.Pos]bool)
	seen := make(map[*ssa.Alloc]bool)
	for _, t := range u.backings {
		if u.locs[t.loc].escapes {
			if moved[t.fn] == nil {
				moved[t.fn] = u.moved(t.fn)
			}
			if !moved[t.fn][t.Pos] {
				continue // on the heap
			}
		}
		call := t.Value.(*ssa.Call)
		if a, ok := loaded(call.Call.Args[0]).(*ssa.Alloc); ok {
			use := u.uses[a]
			inMemory := use.addressed || use.captured && !u.byValue[a] || u.taken[a]
			if seen[a] || inMemory && storedBack(call, a) {
				continue // has one, or needs none
			}
			seen[a] = true
		}
		t.Object.Fn = t.fn
		out = append(out, t.Object)
	}
	return out
}

// storedBack reports whether the result of append is stored in the variable
// that it appends to.
func storedBack(call *ssa.Call, a *ssa.Alloc) bool {
	for _, ref := range *call.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == a {
			return true
		}
	}
	return false
}

// isSelfAssignment reports whether a store moves something within one object,
// which the compiler takes for no flow: b.buf = b.buf[n:], x.a = x.b.
func isSelfAssignment(st *ssa.Store) bool {
	switch val := st.Val.(type) {
	case *ssa.Slice:
		load, ok := val.X.(*ssa.UnOp)
		if !ok || load.Op != token.MUL {
			return false
		}
		to := pointee(st.Addr)
		return to != nil && to == pointee(load.X)
	case *ssa.UnOp:
		if val.Op != token.MUL {
			return false
		}
		to, kind := base(st.Addr)
		from, same := base(val.X)
		return kind != 0 && kind == same && isSame(to, from)
	}
	return false
}

// base returns what a field or element address is in, and which it is.
func base(addr ssa.Value) (ssa.Value, int) {
	switch x := addr.(type) {
	case *ssa.FieldAddr:
		return x.X, 1
	case *ssa.IndexAddr:
		return x.X, 2
	}
	return nil, 0
}

// pointee returns the variable p of an address *p or p.f.
func pointee(addr ssa.Value) ssa.Value {
	if v := loaded(addr); v != nil {
		return v
	}
	if f, ok := addr.(*ssa.FieldAddr); ok {
		return loaded(f.X)
	}
	return nil
}

// loaded returns the variable that v is the value of.
func loaded(v ssa.Value) ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	switch load.X.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		return load.X
	}
	return nil
}

// isSame reports whether two values are spelled alike, without effects.
func isSame(p, q ssa.Value) bool {
	if p == q {
		return true
	}
	switch x := p.(type) {
	case *ssa.UnOp:
		y, ok := q.(*ssa.UnOp)
		return ok && x.Op == token.MUL && y.Op == token.MUL && isSame(x.X, y.X)
	case *ssa.FieldAddr:
		y, ok := q.(*ssa.FieldAddr)
		return ok && x.Field == y.Field && isSame(x.X, y.X)
	}
	return false
}
