package cgoalloc

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// call interprets a call and sets its results.
func (m *machine) call(w *world, call *ssa.Call) []*world {
	if call.Parent() == m.root {
		w.last = call.Pos()
	}
	var args []val
	for _, a := range call.Call.Args {
		args = append(args, m.eval(w, a))
	}
	if b, ok := call.Call.Value.(*ssa.Builtin); ok {
		m.builtin(w, call, b.Name(), args)
		return []*world{w}
	}
	callee := m.eval(w, call.Call.Value)
	if call.Call.IsInvoke() {
		m.dynamic(w, call, args)
		return []*world{w}
	}
	if callee.kind != literal {
		res := m.unknownCall(w, args, call.Pos())
		m.assign(w, call, res)
		w.tuples[call] = []val{res, res, res, res}
		return []*world{w}
	}
	worlds, results := m.invoke(w, call, callee.lit, args, call.Pos())
	for i, w := range worlds {
		res := results[i]
		w.tuples[call] = res
		if len(res) > 0 && call.Call.Signature().Results().Len() == 1 {
			m.assign(w, call, res[0])
		} else {
			m.assign(w, call, val{})
		}
	}
	return worlds
}

// builtin interprets a call of a builtin function.
func (m *machine) builtin(w *world, call *ssa.Call, name string, args []val) {
	res := val{}
	switch name {
	case "append":
		for _, a := range args {
			w.escape(a, call.Pos())
		}
	case "Slice", "Add", "SliceData", "String", "StringData":
		res = inside(args[0])
	}
	m.assign(w, call, res)
}

// unknownCall gives up the arguments. A status that is passed through a check
// is still one.
func (m *machine) unknownCall(w *world, args []val, pos token.Pos) val {
	res := val{}
	for _, a := range args {
		w.escape(a, pos)
		if a.kind == outcome {
			res = a
		}
	}
	return res
}

// invoke interprets a call of a known function: of C, of this package, with an
// imported fact, or a literal, whose body is interpreted in place.
func (m *machine) invoke(w *world, at ssa.CallInstruction, lit *closure, args []val, pos token.Pos) ([]*world, [][]val) {
	fn, bound := callgraph.Declared(lit.fn)
	if bound && fn.Parent() == nil {
		args = append(slices.Clone(lit.bound), args...)
	}
	if name := cName(fn); name != "" {
		return []*world{w}, [][]val{m.cCall(w, at, name, args)}
	}
	if isGenerated(fn) {
		return []*world{w}, [][]val{nil}
	}
	if fn.Parent() != nil && fn.Blocks != nil && m.depth < maxDepth && (len(lit.bound) == len(fn.FreeVars)) {
		for i, fv := range fn.FreeVars {
			b := lit.bound[i]
			if b.kind == frozen {
				cell := m.copyOf(fv)
				w.cells[cell] = b.lit.bound[0]
				b = val{kind: address, cell: cell}
			}
			w.env[fv] = b
		}
		for i, p := range fn.Params {
			if i < len(args) {
				w.env[p] = args[i]
			}
		}
		outer := w.defers
		w.defers = nil
		m.depth++
		exits := m.run(fn, []*world{w})
		m.depth--
		var results [][]val
		for _, e := range exits {
			results = append(results, e.ret)
			e.defers = slices.Clone(outer)
			e.forget(fn)
		}
		return exits, results
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
	through := val{}
	for i, a := range args {
		if a.kind == outcome {
			through = a
		}
		switch {
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
		if mem.C == "" {
			continue // not memory
		}
		made := &site{pos: pos, name: fn.Name(), c: mem.C, frees: mem.Frees, instr: at, out: result, method: mem.Method, result: mem.Index}
		id := m.allocate(w, at, i, made)
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
	if method, ok := summary.InterfaceMethod(&call.Call); ok {
		for i := range out {
			if pointerLike(results.At(i).Type()) && mayBeC(results.At(i).Type()) {
				id := m.allocate(w, call, i, &site{pos: call.Pos(), name: method.Name, c: dynamicC, instr: call, out: result, method: &method, result: i})
				out[i] = val{kind: pointer, obj: id}
			}
		}
	}
	w.tuples[call] = out
	if len(out) == 1 {
		m.assign(w, call, out[0])
	} else {
		m.assign(w, call, val{})
	}
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
	if !ok {
		return false
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	return ok && strings.HasPrefix(named.Obj().Name(), "_Ctype_")
}

// copyOf returns the variable that stands for a frozen one which fv refers to.
func (m *machine) copyOf(fv *ssa.FreeVar) *ssa.Alloc {
	cell := m.copies[fv]
	if cell == nil {
		cell = new(ssa.Alloc)
		m.copies[fv] = cell
	}
	return cell
}

// siteKey identifies an allocation: the call and which of its results it is.
type siteKey struct {
	call ssa.Instruction
	out  int
	old  bool // of an earlier round of a loop
}

// allocate makes the object of a site. One that it made in an earlier round of
// a loop lives on as another.
func (m *machine) allocate(w *world, at ssa.Instruction, out int, s *site) int {
	id := m.site(siteKey{at, out, false}, s)
	if o, ok := w.objs[id]; ok {
		o.lost = w.round
		m.deferLoop(w, id, s)
		old := m.site(siteKey{at, out, true}, s)
		m.old[old] = true
		if before, ok := w.objs[old]; !ok || before.phase != owned {
			w.objs[old] = o
		}
		if slices.ContainsFunc(w.defers, func(d pending) bool { return d.holds(old) }) {
			w.set(old, gone, o.pos) // several at once: each will be freed
		}
		w.renew(id, old)
	}
	w.objs[id] = object{phase: owned, pos: s.pos}
	return id
}

// readers are C functions that keep nothing.
var readers = set("gostring gobytes strlen memcpy memset memcmp strcmp strncmp printf puts fputs")

// isHandle reports whether t points to a struct of C's.
func isHandle(t types.Type) bool {
	ptr, ok := t.Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	_, ok = ptr.Elem().Underlying().(*types.Struct)
	return ok
}

// initializing words name C functions that fill a struct of the caller's.
var initializing = set("init")

// isStruct reports whether a variable is a struct; what a deferred call has
// copied (see copyOf) has no type, and is none.
func isStruct(cell *ssa.Alloc) bool {
	if cell.Type() == nil {
		return false
	}
	_, ok := cell.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct)
	return ok
}

// cCall interprets the call of a C function.
func (m *machine) cCall(w *world, at ssa.CallInstruction, name string, args []val) []val {
	pos, pre := at.Pos(), m.pkg.pre
	common := at.Common()
	destructor := slices.ContainsFunc(common.Args, func(a ssa.Value) bool {
		p, ok := a.Type().Underlying().(*types.Pointer)
		if !ok {
			return false
		}
		arr, ok := p.Elem().Underlying().(*types.Array)
		return ok && arr.Len() == 0 && m.eval(w, a).kind != isNil
	})
	made := pre.allocator(name)
	if made == nil && hasWord(name, initializing) && len(m.pkg.partners(name, 0)) > 0 {
		made = &cModel{name: name, out: 0} // X_init(&x), with X_cleanup(&x)
	}
	status := val{}
	for i, a := range args {
		told, known := pre.fate(name, i, 0)
		switch a.kind {
		case address:
			if isRelease(name) && w.cells[a.cell].kind == pointer {
				m.release(w, w.cells[a.cell], m.freer(name, i), pos) // it sets the variable to nil
				w.cells[a.cell] = val{}
				continue
			}
			late := m.late(w, a.cell, pos, name, made != nil && made.out == i)
			if inner := w.cells[a.cell]; inner.kind == pointer && isStruct(a.cell) && !hasWord(name, keeping) {
				m.use(w, inner, pos) // a struct that C has initialized
				continue
			}
			w.escape(a, pos)
			if made != nil && made.out == i {
				id := m.allocate(w, at, i, &site{pos: pos, name: name, c: made.name, frees: made.frees, instr: at, out: i, failed: made.failed})
				w.cells[a.cell] = val{kind: pointer, obj: id}
				status = val{kind: outcome, obj: id}
				if late {
					w.set(id, gone, pos) // one finding is enough
				}
			}
		case lentValue:
			if by := m.freer(name, i); i == 0 && by.ends() {
				m.release(w, a, by, pos)
			}
		case pointer:
			switch {
			case pre.frees(name, i, 0) || i == 0 && !known && isRelease(name):
				m.release(w, a, m.freer(name, i), pos)
			case told == transferred:
				m.use(w, a, pos)
				if w.objs[a.obj].phase == owned {
					w.set(a.obj, handed, pos)
				} else {
					w.escape(a, pos)
				}
			case destructor || told == kept || keeps(name, i) || name == "realloc":
				w.escape(a, pos)
			default:
				m.use(w, a, pos)
				c := m.sites[a.obj].c
				results := common.Signature().Results()
				makes := results.Len() > 0 && isHandle(results.At(0).Type()) && !hasWord(name, lending) // perhaps of the argument
				if c != "CString" && c != "CBytes" && !hasWord(name, readers) && (i > 0 || makes || hasWord(name, keeping)) {
					o := w.objs[a.obj]
					o.given = true
					w.objs[a.obj] = o
				}
			}
		default:
			w.escape(a, pos)
		}
	}
	results := common.Signature().Results()
	out := make([]val, results.Len())
	for i := range out {
		out[i] = status
	}
	if results.Len() == 0 || !pointerLike(results.At(0).Type()) {
		return out
	}
	switch {
	case isLent(name):
		out[0] = val{kind: lentValue, name: name}
	case made != nil && made.out == result:
		id := m.allocate(w, at, result, &site{pos: pos, name: name, c: made.name, frees: made.frees, instr: at, out: result})
		if made.never {
			o := w.objs[id]
			o.nonNil = true
			w.objs[id] = o
		}
		out[0] = val{kind: pointer, obj: id}
	case !hasWord(name, lending) && pre.funcs[pre.resolve(name)] == nil:
		id := m.allocate(w, at, result, &site{pos: pos, name: name, c: name, instr: at, out: result})
		out[0] = val{kind: pointer, obj: id}
	}
	if len(out) == 2 && out[0].kind == pointer {
		out[1] = val{kind: outcome, obj: out[0].obj}
	}
	return out
}
