package cgoalloc

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Instr interprets one instruction; a call of a literal can end in several
// worlds.
func (m *machine) Instr(w *world, instr ssa.Instruction) []*world {
	switch instr := instr.(type) {
	case *ssa.Alloc:
		p := m.Table.Root(instr)
		w.Mem.Clear(p)
		delete(w.shared, instr)
		m.declare(w, p, instr.Type().Underlying().(*types.Pointer).Elem(), 0)
		m.assign(w, instr, val{kind: address, cell: p})
	case *ssa.MakeSlice:
		p := m.Table.Root(instr)
		w.Mem.Clear(p)
		m.assign(w, instr, val{kind: address, cell: p})
	case *ssa.Store:
		x := m.Eval(w, instr.Val)
		m.use(w, m.Eval(w, instr.Addr), instr.Pos())
		w.Conds.Stored(m.Symbols, instr.Addr)
		m.fieldStore(w, instr.Addr, x)
		p := m.Addr(w, instr.Addr)
		if p == nil {
			w.escape(x, instr.Pos()) // into C memory
			return []*world{w}
		}
		if _, zero := instr.Val.(*ssa.Const); zero && isStruct(instr.Val.Type()) {
			w.Mem.Clear(p)
			m.declare(w, p, instr.Val.Type(), 0)
			return []*world{w}
		}
		m.store(w, p, instr.Val, x, instr.Pos())
	case *ssa.UnOp:
		switch instr.Op {
		case token.MUL:
			x := m.Eval(w, instr.X)
			m.use(w, x, instr.Pos())
			v := val{}
			if p := m.Addr(w, instr.X); p != nil {
				v = m.load(w, p, instr)
			}
			m.assign(w, instr, v)
			if v.kind == named {
				w.Conds.Name(m.Symbols, instr, v.sym)
			}
		case token.ARROW:
			w.passed = nil // it may have waited
			m.receive(w, instr)
		default:
			m.assign(w, instr, val{})
		}
	case *ssa.Convert:
		x := m.Eval(w, instr.X)
		if b, ok := instr.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
			x = val{} // a copy
		}
		m.assign(w, instr, x)
	case *ssa.MakeInterface:
		x := m.Eval(w, instr.X)
		if x.kind != unknown {
			x.dyn = instr.X.Type()
		}
		m.assign(w, instr, x)
	case *ssa.TypeAssert:
		m.asserted(w, instr)
	case *ssa.Slice:
		x := m.Eval(w, instr.X)
		if x.kind == address && (instr.Low != nil || instr.High != nil) {
			x = val{} // the elements have other indices
		} else if x.kind != address {
			x = inside(x)
		}
		m.assign(w, instr, x)
	case *ssa.FieldAddr:
		m.assign(w, instr, m.element(w, instr, instr.X))
	case *ssa.IndexAddr:
		m.assign(w, instr, m.element(w, instr, instr.X))
	case *ssa.Index: // of an array that is held by value
		v := val{}
		if x := m.Eval(w, instr.X); x.kind == structure {
			if p := m.Table.Sub(x.cell, m.Elem(instr.Index), nil); isElement(p) {
				v = m.someElement(w, p)
			} else {
				v = w.Mem.At(p)
			}
		}
		m.assign(w, instr, v)
	case *ssa.Field:
		v := val{}
		if x := m.Eval(w, instr.X); x.kind == structure {
			if f := place.FieldOf(instr.X.Type(), instr.Field); f != nil {
				at := m.Table.Sub(x.cell, instr.Field, f)
				if v = w.Mem.At(at); v.kind == unknown && isStruct(instr.Type()) {
					v = val{kind: structure, cell: at}
				}
			}
		} else if x.kind == pointer && pointerLike(instr.Type()) {
			v = x
			v.part = place.FieldOf(instr.X.Type(), instr.Field)
		}
		m.assign(w, instr, v)
	case *ssa.BinOp:
		x := inside(m.Eval(w, instr.X))
		if instr.Op != token.ADD && instr.Op != token.SUB {
			x = val{} // a comparison
		}
		m.assign(w, instr, x)
	case *ssa.MakeClosure:
		m.assign(w, instr, val{kind: literal, lit: m.Closure(instr.Fn.(*ssa.Function), m.Values(w, instr.Bindings))})
	case *ssa.Call:
		return m.call(w, instr)
	case *ssa.Defer:
		m.deferCall(w, instr)
	case *ssa.Send:
		w.pass(m.Eval(w, instr.X), instr.Pos())
	case *ssa.Go:
		w.pass(m.Eval(w, instr.Call.Value), instr.Pos())
		for _, a := range m.Values(w, instr.Call.Args) {
			w.pass(a, instr.Pos())
		}
	case *ssa.Phi, *ssa.Extract, *ssa.Select, *ssa.ChangeType, *ssa.ChangeInterface, *ssa.SliceToArrayPointer, *ssa.If, *ssa.Jump, *ssa.Return, *ssa.RunDefers, *ssa.Panic, *ssa.DebugRef:
		return m.Step(w, instr)
	default:
		for _, op := range instr.Operands(nil) {
			if *op != nil {
				w.escape(m.Eval(w, *op), instr.Pos()) // put into a map, ...
			}
		}
		return m.Step(w, instr)
	}
	return []*world{w}
}

// asserted interprets a type assertion: what an interface holds is of its type or not.
func (m *machine) asserted(w *world, a *ssa.TypeAssert) {
	x := m.Eval(w, a.X)
	if x.dyn == nil {
		w.escape(x, a.Pos())
		m.assign(w, a, val{})
		return
	}
	if !types.IsInterface(a.AssertedType) {
		x.dyn = nil
	}
	if a.CommaOk {
		m.assign(w, a, val{})
		w.SetTuple(a, []val{x})
		return
	}
	m.assign(w, a, x)
}

// element returns the address of a part of what x points to.
func (m *machine) element(w *world, addr, x ssa.Value) val {
	if v := m.Eval(w, x); v.kind == pointer && v.cell == nil {
		return inside(v)
	}
	if p := m.Addr(w, addr); p != nil && w.Env.Of(addr).kind == unknown {
		return val{kind: address, cell: p}
	}
	return val{}
}

// keep stores a value in a variable. Of a value that says nothing, the variable keeps
// the name: a deferred literal may test the error that the function has tested.
func (m *machine) keep(w *world, cell *place.Place, v ssa.Value, x val) {
	if x.kind == unknown && v != nil {
		x = val{kind: named, sym: m.Symbols.Of(v)}
		m.kept[x.sym] = true
	}
	if old := w.Mem.At(cell); old.kind == named && old.sym != x.sym && !m.tested(owner(cell), old.sym) {
		w.Conds.Drop(old.sym)
	}
	w.Mem.Set(cell, x)
}

// inside returns what is known of an address within what v points to.
func inside(v val) val {
	if v.kind == pointer {
		return v
	}
	return val{}
}

// within returns a pointer to the object of C's that a variable is a part of. Another of its
// site may be there still.
func (w *world) within(p *place.Place) val {
	if makes(p.Root) {
		return val{} // Go's
	}
	found := val{}
	for id, o := range w.objs.All() {
		switch {
		case o.cell == nil || o.cell.Root != p.Root:
		case o.phase != released:
			return val{}
		default:
			found = val{kind: pointer, obj: id}
		}
	}
	return found
}

// use checks that v does not point to freed memory.
func (m *machine) use(w *world, v val, pos token.Pos) {
	if v.kind == address {
		v = w.within(v.cell)
	}
	if v.kind != pointer {
		return
	}
	if o := w.objs.At(v.obj); o.phase == released && o.by.frees && m.sites[v.obj].param == 0 {
		m.find("use-after-free", pos, m.memory(m.sites[v.obj])+" is used here after it was freed at "+m.pkg.at(o.pos), v.obj, related{o.pos, "freed here"})
		w.set(v.obj, gone, pos)
	}
}
