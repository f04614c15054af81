package cgoalloc

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// readers are C functions that keep nothing.
var readers = set("strlen memcpy memset memcmp strcmp strncmp printf puts fputs")

// isHandle reports whether t points to a struct of C's.
func isHandle(t types.Type) bool {
	ptr, ok := t.Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	_, ok = ptr.Elem().Underlying().(*types.Struct)
	return ok
}

// allocating words name C functions that return memory which has no content yet.
var allocating = set("malloc calloc")

// initializing words name C functions that fill a struct of the caller's.
var initializing = set("init")

// isStruct reports whether t is a struct.
func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
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
		if !ok || arr.Len() != 0 || m.Eval(w, a).kind == isNil {
			return false
		}
		conv, ok := a.(*ssa.ChangeType)
		return !ok || pre.mayDestroy(cType(conv.X.Type()))
	})
	made := pre.allocator(name)
	if made == nil && hasWord(name, initializing) && len(m.pkg.partners(name, 0)) > 0 {
		made = &cModel{name: name, out: 0} // X_init(&x), with X_cleanup(&x)
	}
	status := val{}
	texts := -1  // the object of the text of an error
	filled := -1 // that of a struct that C fills
	for i, a := range args {
		told, known := pre.fate(name, i, 0)
		switch a.kind {
		case address:
			if i == 0 && isRelease(name) {
				m.releaseAt(w, at, a.cell, name, i)
				continue
			}
			if inner := w.Mem.At(a.cell); inner.kind == pointer && isStructPlace(a.cell) {
				m.use(w, inner, pos) // a struct that C has initialized
				if hasWord(name, keeping) {
					w.give(inner.obj) // what is in it, perhaps: C keeps no address of Go's
				}
				continue
			}
			text := (made == nil || made.out != i) && m.errorText(w, a.cell)
			fills := holdsCStruct(a.cell) && w.isZero(a.cell)
			sets := w.Mem.At(a.cell).kind == isNil && a.cell.Type() != nil && pointerLike(a.cell.Type())
			m.show(w, a, name, pos)
			w.wrote[a.cell] = write{pos, name}
			switch {
			case made != nil && made.out == i:
				id := m.allocate(w, siteKey{call: at, out: i}, &site{pos: pos, name: name, c: made.name, frees: made.frees, instr: at, out: i, failed: made.failed})
				w.Mem.Set(a.cell, val{kind: pointer, obj: id})
				status = val{kind: outcome, obj: id}
			case text:
				frees, guess := m.pkg.textFrees(name, i)
				texts = m.allocate(w, siteKey{call: at, out: i}, &site{pos: pos, name: name, c: name, frees: frees, guess: guess, instr: at, out: i, lent: true, either: true})
				w.Mem.Set(a.cell, val{kind: pointer, obj: texts})
				if status.kind == unknown {
					status = val{kind: outcome, obj: texts}
				}
			case fills, sets: // only the package can tell whether that is its own
				id := m.allocate(w, siteKey{call: at, out: i}, &site{pos: pos, name: name, c: name, instr: at, out: i, lent: true, whole: fills})
				w.Mem.Set(a.cell, val{kind: pointer, obj: id})
				status = val{kind: outcome, obj: id}
				filled = id
			}
		case lentValue:
			if by := m.freer(name, i); i == 0 && by.ends() {
				m.release(w, a, by, pos)
			}
		case isNil:
			if pre.frees(name, i, 0) || i == 0 && !known && isRelease(name) {
				m.stale(w, a, name)
			}
		case structure:
			m.show(w, a, name, pos)
		case pointer:
			switch {
			case pre.frees(name, i, 0) || i == 0 && !known && isRelease(name):
				m.release(w, a, m.freer(name, i), pos)
			case told == transferred:
				m.use(w, a, pos)
				if w.objs.At(a.obj).phase == owned {
					w.set(a.obj, handed, pos)
				} else {
					w.escape(a, pos)
				}
			case destructor || told == kept || keeps(name, i) || name == "realloc":
				w.escape(a, pos)
			default:
				m.use(w, a, pos)
				keeps := m.mayKeep(name, i, m.sites[a.obj].c, common)
				if keeps {
					w.open(a, pos)
				} else if a.cell != nil {
					m.showParts(w, a.cell, name, pos)
				}
				switch name {
				case "GoString", "GoStringN", "GoBytes":
					w.takeBack(a.obj)
				}
				if keeps {
					w.give(a.obj)
				} else if m.mayTake(name, i, m.sites[a.obj].c, common) {
					o := w.objs.At(a.obj)
					o.taker = name
					w.objs.Set(a.obj, o)
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
	if results.Len() == 0 || !pointerLike(results.At(0).Type()) && !isCStruct(results.At(0).Type()) {
		return out
	}
	whole := isCStruct(results.At(0).Type())
	switch {
	case isLent(name):
		out[0] = val{kind: lentValue, name: name}
	case made != nil && made.out == result:
		id := m.allocate(w, siteKey{call: at, out: result}, &site{pos: pos, name: name, c: made.name, frees: made.frees, instr: at, out: result})
		if made.never {
			o := w.objs.At(id)
			o.nonNil = true
			w.objs.Set(id, o)
		}
		out[0] = val{kind: pointer, obj: id}
	case pre.funcs[pre.resolve(name)] == nil && (whole || !hasWord(name, lending) || isText(results.At(0).Type())):
		s := &site{pos: pos, name: name, c: name, instr: at, out: result, lent: hasWord(name, lending), whole: whole}
		if !s.lent && pre.returnsText(name) {
			s.frees, s.guess = []string{"free"}, true
		}
		id := m.allocate(w, siteKey{call: at, out: result}, s)
		out[0] = val{kind: pointer, obj: id}
	}
	if filled >= 0 {
		if out[0].kind == pointer {
			m.sites[out[0].obj].fills, m.sites[filled].either = filled+1, true
		} else {
			w.give(filled)
		}
	}
	if out[0].kind == pointer && texts >= 0 {
		m.sites[texts].except = out[0].obj + 1
		if filled < 0 {
			m.sites[out[0].obj].fills = texts + 1
		}
	}
	if out[0].kind == pointer && isHandle(results.At(0).Type()) || name == "malloc" || name == "calloc" {
		if v, ok := at.(ssa.Value); ok && out[0].kind == pointer {
			out[0].cell = m.Table.Root(v)
			w.open(out[0], pos)
			w.Mem.Clear(out[0].cell)
			o := w.objs.At(out[0].obj)
			o.cell = out[0].cell
			w.objs.Set(out[0].obj, o)
		}
	}
	if len(out) == 2 && out[0].kind == pointer {
		out[1] = val{kind: outcome, obj: out[0].obj}
	}
	return out
}

// mayKeep reports whether a C function may keep its argument arg, which C's function
// made allocated. The object that a method of C's is called on is not kept by it.
func (m *machine) mayKeep(name string, arg int, made string, call *ssa.CallCommon) bool {
	if made == newHandle {
		return true // a callback gets it back
	}
	if made == "CString" || made == "CBytes" || hasWord(name, readers) {
		return false
	}
	results := call.Signature().Results()
	if results.Len() > 0 && isHandle(results.At(0).Type()) && !hasWord(name, lending) {
		return true // perhaps its result is made of the argument
	}
	if arg > 0 {
		return true
	}
	return hasWord(name, taking) || hasWord(name, keeping) && !m.receiver(name, made)
}

// mayTake reports whether a C function may be the last to have a buffer that C's function made
// allocated: it has no result. What Go reads afterwards, or frees after such a call anywhere in
// the package, is not taken.
func (m *machine) mayTake(name string, arg int, made string, call *ssa.CallCommon) bool {
	results := call.Signature().Results()
	return results.Len() > 0 && cType(results.At(0).Type()) == "void" && hasWord(made, allocating) && !hasWord(name, readers) && !m.pkg.pre.reads(name, arg)
}

// receiver reports whether a C function is a method, by its name, of what the
// function made returns: query_add of query_new.
func (m *machine) receiver(name, made string) bool {
	stem, ok := without(made, making)
	words := model.Words(name)
	return ok && len(words) > len(stem) && slices.Equal(words[:len(stem)], stem)
}

// errorText reports whether a variable to which C may write a text is a char* that
// is nil: the text of an error, as a rule.
func (m *machine) errorText(w *world, p *place.Place) bool {
	return w.Mem.At(p).kind == isNil && isText(p.Type())
}

// isText reports whether t is C's char *.
func isText(t types.Type) bool {
	ptr, ok := t.(*types.Pointer)
	return ok && cType(ptr.Elem()) == "char"
}

// releaseAt interprets the call of a C function that ends the life of what is in a
// variable, and may set that.
func (m *machine) releaseAt(w *world, at ssa.CallInstruction, p *place.Place, name string, arg int) {
	pos := at.Pos()
	m.emptied(w, p, name)
	v := w.Mem.At(p)
	whole := isStructPlace(p)
	if v.kind == unknown && whole && !isElement(p) {
		id := m.site(siteKey{call: at, out: arg}, &site{name: p.String(), pos: pos, held: true})
		w.objs.Set(id, object{phase: lentArg})
		v = val{kind: pointer, obj: id}
		w.Mem.Clear(p)
		w.Mem.Set(p, v)
	}
	if v.kind != pointer {
		w.escape(val{kind: address, cell: p}, pos)
		return
	}
	m.release(w, v, m.freer(name, arg), pos)
	if !whole {
		w.Mem.Set(p, val{kind: isNil}) // it sets the variable to nil
	}
}
