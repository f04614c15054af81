package cgoalloc

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// call interprets a call and sets its results.
func (m *machine) call(w *world, call *ssa.Call) []*world {
	var args []val
	for _, a := range call.Call.Args {
		args = append(args, m.eval(w, a))
	}
	if b, ok := call.Call.Value.(*ssa.Builtin); ok {
		m.builtin(w, call, b.Name(), args)
		return []*world{w}
	}
	callee := m.eval(w, call.Call.Value)
	if call.Call.IsInvoke() || callee.kind != literal || callee.lit.fn == nil {
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
	fn := lit.fn
	if name := cName(fn); name != "" {
		return []*world{w}, [][]val{m.cCall(w, at, name, args)}
	}
	if isGenerated(fn) {
		return []*world{w}, [][]val{nil}
	}
	if fn.Parent() != nil && fn.Blocks != nil && m.depth < maxDepth && (len(lit.bound) == len(fn.FreeVars)) {
		for i, fv := range fn.FreeVars {
			b := lit.bound[i]
			if b.kind == literal && b.lit.fn == nil { // a constant cell
				cell := new(ssa.Alloc)
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
			m.release(w, a, "", pos)
		default:
			m.use(w, a, pos)
		}
	}
	out := make([]val, fn.Signature.Results().Len())
	for i := range out {
		out[i] = through
	}
	for i, c := range sum.Results {
		if c == "" {
			continue // not memory
		}
		id := m.allocate(w, at, i, &site{pos: pos, name: fn.Name(), c: c, frees: sum.Frees[i], instr: at})
		for j := range out {
			out[j] = val{kind: outcome, obj: id}
		}
		out[i] = val{kind: pointer, obj: id}
	}
	return out
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
		old := m.site(siteKey{at, out, true}, s)
		if before, ok := w.objs[old]; !ok || before.phase != owned {
			w.objs[old] = o
		}
		rename := func(v val) val {
			if (v.kind == pointer || v.kind == outcome) && v.obj == id {
				v.obj = old
			}
			return v
		}
		for k, v := range w.env {
			w.env[k] = rename(v)
		}
		for k, v := range w.cells {
			w.cells[k] = rename(v)
		}
		for _, d := range w.defers {
			for i, a := range d.args {
				d.args[i] = rename(a)
			}
			for _, b := range d.lit.bound {
				if b.kind == literal && b.lit.fn == nil {
					b.lit.bound[0] = rename(b.lit.bound[0])
				}
			}
		}
	}
	w.objs[id] = object{phase: owned, pos: s.pos}
	return id
}

// readers are C functions that keep nothing.
var readers = set("gostring gobytes strlen memcpy memset memcmp strcmp strncmp printf puts fputs")

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
	status := val{}
	for i, a := range args {
		told, known := pre.fate(name, i, 0)
		switch a.kind {
		case address:
			if isRelease(name) && w.cells[a.cell].kind == pointer {
				m.release(w, w.cells[a.cell], name, pos) // it sets the variable to nil
				w.cells[a.cell] = val{}
				continue
			}
			m.late(w, a.cell, pos)
			w.escape(a, pos)
			if made != nil && made.out == i {
				id := m.allocate(w, at, i, &site{pos: pos, name: name, c: made.name, frees: made.frees, instr: at})
				w.cells[a.cell] = val{kind: pointer, obj: id}
				status = val{kind: outcome, obj: id}
			}
		case lentValue:
			if pre.frees(name, i, 0) || i == 0 && isRelease(name) {
				m.release(w, a, name, pos)
			}
		case pointer:
			switch {
			case pre.frees(name, i, 0) || i == 0 && !known && isRelease(name):
				m.release(w, a, name, pos)
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
				if c != "CString" && c != "CBytes" && !hasWord(name, readers) && (i > 0 || hasWord(name, keeping)) {
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
		id := m.allocate(w, at, result, &site{pos: pos, name: name, c: made.name, frees: made.frees, instr: at})
		if made.never {
			o := w.objs[id]
			o.nonNil = true
			w.objs[id] = o
		}
		out[0] = val{kind: pointer, obj: id}
	case !hasWord(name, lending) && pre.funcs[pre.resolve(name)] == nil:
		id := m.allocate(w, at, result, &site{pos: pos, name: name, c: name, instr: at})
		out[0] = val{kind: pointer, obj: id}
	}
	if len(out) == 2 && out[0].kind == pointer {
		out[1] = val{kind: outcome, obj: out[0].obj}
	}
	return out
}

// release frees what v points to.
func (m *machine) release(w *world, v val, by string, pos token.Pos) {
	if v.kind == lentValue {
		m.find("borrowed", pos, "the result of "+v.name+" belongs to C: freeing it here makes C free it a second time", -1)
		return
	}
	o, ok := w.objs[v.obj]
	if v.kind != pointer || !ok {
		return
	}
	s := m.sites[v.obj]
	switch o.phase {
	case released:
		if s.param == 0 {
			m.find("doublefree", pos, "C memory of "+s.name+" is freed twice: the first time at "+m.at(o.pos), v.obj, related{o.pos, "freed here first"})
		}
	case handed:
		m.find("doublefree", pos, "C memory of "+s.name+" is freed here, but C was given it together with free at "+m.at(o.pos)+": it is freed twice", v.obj, related{o.pos, "given to C here, with a destructor"})
	case owned:
		free := m.pkg.pre.freeName(by)
		if by != "" && s.c != "" && s.frees == nil {
			m.pkg.learn(s.c, free)
		}
		if by != "" && strict(s.frees, free) {
			m.find("partner", pos, "C memory of "+s.name+" is freed with "+by+", not with "+s.frees[0]+": the two heaps differ", v.obj, related{s.pos, "allocated here"})
		}
	}
	if o.phase != gone {
		w.set(v.obj, released, pos)
	}
}

// strict reports whether free is of another heap than the one that frees names.
func strict(frees []string, free string) bool {
	private := []string{"sqlite3_free", "av_free"} // heaps that are not malloc's
	if len(frees) == 0 || slices.Contains(frees, free) {
		return false
	}
	return frees[0] == "free" && slices.Contains(private, free) || slices.Contains(private, frees[0]) && free == "free"
}
