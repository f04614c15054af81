package cgoalloc

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Call interprets a call and sets its results.
func (m *machine) Call(w *world, call *ssa.Call) []*world {
	if call.Parent() == m.root {
		w.last = call.Pos()
	}
	lit, common := m.Resolve(w, &call.Call)
	args := m.Values(w, common.Args)
	if b, ok := call.Call.Value.(*ssa.Builtin); ok {
		m.builtin(w, call, b.Name(), args)
		return []*world{w}
	}
	switch {
	case lit == nil && call.Call.IsInvoke():
		w.escape(m.Eval(w, call.Call.Value), call.Pos())
		m.dynamic(w, call, args)
		return []*world{w}
	case lit == nil:
		res := m.unknownCall(w, m.lent(w, call, args), call.Pos())
		m.result(w, call, []val{res, res, res, res})
		return []*world{w}
	}
	worlds, results := m.invoke(w, call, lit, common, args, call.Pos())
	for i, w := range worlds {
		m.result(w, call, results[i])
	}
	return worlds
}

// result sets the results of a call.
func (m *machine) result(w *world, call *ssa.Call, res []val) {
	w.SetResults(m.Symbols, call, res)
}

// builtin interprets a call of a builtin function.
func (m *machine) builtin(w *world, call *ssa.Call, name string, args []val) {
	res := val{}
	switch name {
	case "append":
		res = m.appended(w, call, args)
	case "Slice", "SliceData", "String", "StringData":
		res = inside(args[0])
	case "Add":
		res = inside(args[0])
		res.cell = nil
	}
	m.assign(w, call, res)
}

// appended returns the slice that append makes. Its elements are one.
func (m *machine) appended(w *world, call *ssa.Call, args []val) val {
	if slice, ok := call.Type().Underlying().(*types.Slice); ok && !pointerLike(slice.Elem()) && !isStruct(slice.Elem()) {
		for _, a := range args {
			m.use(w, a, call.Pos()) // a copy
			if a.kind == address {
				for _, v := range w.Mem.In(a.cell) {
					if v.kind == literal {
						w.escape(v, call.Pos()) // who has the slice may call it
					}
				}
			}
		}
		return val{}
	}
	to := m.Table.Sub(m.Table.Root(call), place.Elem, nil)
	parts := make(map[*place.Place]val)
	for _, a := range args {
		if a.kind != address {
			w.escape(a, call.Pos())
			continue
		}
		m.move(w, a.cell, to)
		for p, v := range w.Mem.In(a.cell) {
			q := m.partOf(p, a.cell, to)
			if q == nil || v.kind != pointer {
				w.escape(v, call.Pos())
				continue
			}
			w.collect(v, q)
			parts[q] = v
		}
	}
	w.Mem.Clear(m.Table.Root(call))
	for q, v := range parts {
		w.Mem.Set(q, v)
	}
	if len(parts) == 0 {
		return val{}
	}
	return val{kind: address, cell: m.Table.Root(call)}
}

// partOf returns the part of an element at to that p, a part of an element of the collection
// at from, becomes: p itself has no more than fields on the way. It is nil for other parts.
func (m *machine) partOf(p, from, to *place.Place) *place.Place {
	switch {
	case p == from || p.Parent == nil || p.Field == place.Deref:
		return nil
	case p.Parent == from:
		return to
	}
	base := m.partOf(p.Parent, from, to)
	if base == nil || p.Var == nil {
		return nil
	}
	return m.Table.Sub(base, p.Field, p.Var)
}

// move notes that the elements of a collection are those of another from now on.
func (m *machine) move(w *world, from, to *place.Place) {
	for id, o := range w.objs.All() {
		if o.in == nil || !o.in.Within(from) {
			continue // elsewhere
		}
		if o.in = m.partOf(o.in, from, to); o.in == nil {
			o.in = to
		}
		w.objs.Set(id, o)
	}
}

// unknownCall gives up the arguments. A status that is passed through a check
// is still one.
func (m *machine) unknownCall(w *world, args []val, pos token.Pos) val {
	m.havoc(w, pos)
	res := val{}
	for _, a := range args {
		w.escape(a, pos)
		if a.kind == outcome {
			res = a
		}
	}
	return res
}

// havoc gives up what is in the variables of others: Go code that is not followed
// may do anything to them.
func (m *machine) havoc(w *world, pos token.Pos) {
	w.passed = nil // it may wait
	for p, v := range w.Mem.All() {
		if _, snapshot := p.Root.(*ssa.UnOp); !w.local(p) && !snapshot {
			w.Mem.Delete(p)
			w.escape(v, pos)
		}
	}
}

// invoke interprets a call of a known function: of C, of this package, with an
// imported fact, or a literal, whose body is interpreted in place.
func (m *machine) invoke(w *world, at ssa.CallInstruction, lit *closure, call *ssa.CallCommon, args []val, pos token.Pos) ([]*world, [][]val) {
	fn := lit.Fn
	if name := cName(fn); name != "" {
		return []*world{w}, [][]val{m.cCall(w, at, name, args)}
	}
	if isGenerated(fn) {
		return []*world{w}, [][]val{nil}
	}
	if res, ok := m.handle(w, at, fn, args, pos); ok {
		return []*world{w}, [][]val{res}
	}
	if fn.Parent() != nil && fn.Blocks != nil && len(m.Frames()) < maxDepth && (len(lit.Bound) == len(fn.FreeVars)) {
		bound := slices.Clone(lit.Bound)
		for i, b := range bound {
			if b.kind == frozen {
				bound[i].kind = address
			}
		}
		return m.body(w, m.Closure(fn, bound), call, args, pos)
	}
	if m.enters(w, fn, args) {
		return m.enter(w, fn, call, args, pos)
	}
	sum, ok := m.callees(fn)
	if !ok {
		res := m.unknownCall(w, args, pos)
		return []*world{w}, [][]val{{res, res, res, res}}
	}
	return []*world{w}, [][]val{m.apply(w, at, fn, sum, args, pos)}
}

// apply does to the arguments what the summary of a Go function tells.
func (m *machine) apply(w *world, at ssa.CallInstruction, fn *ssa.Function, sum *effect, args []val, pos token.Pos) []val {
	m.havoc(w, pos)
	through := val{}
	for i, a := range args {
		if a.kind == outcome {
			through = a
		}
		if i < len(sum.Params) && (sum.Params[i] == paramFreed || sum.Params[i] == paramEnded) {
			m.stale(w, a, fn.Name())
		}
		switch {
		case i < len(sum.Params) && sum.Params[i] == paramBorrowed && takesStruct(fn, i) && a.cell != nil && (a.kind == address || a.kind == structure):
			m.inside(w, fn, sum, i, a, pos)
		case i >= len(sum.Params) || a.kind != pointer && a.kind != lentValue:
			w.escape(a, pos)
		case sum.Params[i] == paramKept:
			w.escape(a, pos)
		case sum.Params[i] == paramFreed:
			m.release(w, a, freer{name: fn.Name(), frees: true}, pos)
		case sum.Params[i] == paramEnded:
			m.release(w, a, freer{name: fn.Name()}, pos)
		default:
			m.use(w, a, pos)
		}
	}
	out := make([]val, fn.Signature.Results().Len())
	for i := range out {
		out[i] = through
	}
	for i, mem := range sum.Results {
		if len(mem.Parts) > 0 {
			res, id := m.wrapped(w, at, i, fn, mem.Parts, pos)
			if id >= 0 {
				for j := range out {
					out[j] = val{kind: outcome, obj: id}
				}
				out[i] = res
			}
			continue
		}
		if mem.C == "" {
			continue // not memory
		}
		made := &site{pos: pos, name: fn.Name(), c: mem.C, frees: mem.Frees, instr: at, out: result, method: mem.Method, result: mem.Index}
		id := m.allocate(w, siteKey{call: at, out: i}, made)
		for j := range out {
			out[j] = val{kind: outcome, obj: id}
		}
		out[i] = val{kind: pointer, obj: id}
	}
	return out
}

// dynamic interprets a call of a method through an interface. Its result may be
// memory: which type the method is of is known where the program is linked.
func (m *machine) dynamic(w *world, call *ssa.Call, args []val) {
	m.unknownCall(w, args, call.Pos())
	results := call.Call.Signature().Results()
	out := make([]val, results.Len())
	if method, ok := m.pkg.methods.Of(&call.Call); ok {
		for i := range out {
			if pointerLike(results.At(i).Type()) && mayBeC(results.At(i).Type()) {
				id := m.allocate(w, siteKey{call: call, out: i}, &site{pos: call.Pos(), name: method.Name, c: dynamicC, instr: call, out: result, method: &method, result: i})
				out[i] = val{kind: pointer, obj: id}
			}
		}
	}
	m.result(w, call, out)
}

// dynamicC stands for the C function behind a call through an interface.
const dynamicC = "?"

// mayBeC reports whether a method of an interface can return C memory as a
// value of type t: unsafe.Pointer, or a pointer to a type of cmd/cgo's.
func mayBeC(t types.Type) bool {
	if b, ok := t.Underlying().(*types.Basic); ok {
		return b.Kind() == types.UnsafePointer
	}
	ptr, ok := t.Underlying().(*types.Pointer)
	return ok && cType(ptr.Elem()) != ""
}

// cType returns C's name of a type of cmd/cgo's, "" for another.
func cType(t types.Type) string {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return ""
	}
	name, c := strings.CutPrefix(named.Obj().Name(), "_Ctype_")
	if !c {
		return ""
	}
	return name
}

// siteKey identifies an allocation: the call and which of its results it is.
type siteKey struct {
	call ssa.Instruction
	out  int
	part *types.Var // in a struct that is returned
	old  bool       // of an earlier round of a loop
}

// allocate makes the object of a site. One that it made in an earlier round of
// a loop lives on as another.
func (m *machine) allocate(w *world, key siteKey, s *site) int {
	if f, ok := m.Named(); ok {
		s.pos, s.name = f.Pos, f.Fn.Name() // it is that function's memory, here
	}
	id := m.site(key, s)
	if o, ok := w.objs.Get(id); ok {
		o.lost = w.round
		m.deferLoop(w, id, s)
		key.old = true
		old := m.site(key, s)
		m.old[old] = true
		if before, ok := w.objs.Get(old); !ok || before.phase != owned {
			w.objs.Set(old, o)
		}
		if slices.ContainsFunc(w.Defers, func(d deferred) bool { return w.holds(d, old) }) {
			w.set(old, gone, o.pos) // several at once: each will be freed
		}
		w.renew(id, old)
	}
	w.objs.Set(id, object{phase: owned, pos: s.pos})
	return id
}
