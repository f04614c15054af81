package cgoalloc

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Declare gives a variable its zero value.
func (m *machine) Declare(w *world, v *ssa.Alloc, p *place.Place) val {
	delete(w.shared, v)
	m.declare(w, p, v.Type().Underlying().(*types.Pointer).Elem(), 0)
	return val{kind: address, cell: p}
}

// Store assigns to the variable at p, which is C's if p is nil.
func (m *machine) Store(w *world, s *ssa.Store, p *place.Place) {
	x := m.Eval(w, s.Val)
	m.use(w, m.Eval(w, s.Addr), s.Pos())
	m.fieldStore(w, s.Addr, x)
	if p == nil {
		w.escape(x, s.Pos()) // into C memory
		return
	}
	if _, zero := s.Val.(*ssa.Const); zero && isStruct(s.Val.Type()) {
		w.Mem.Clear(p)
		m.declare(w, p, s.Val.Type(), 0)
		return
	}
	w.exists(p)
	m.store(w, p, s.Val, x, s.Pos())
}

// exists notes that there is the memory of C's in which a variable lies: Go writes to it.
func (w *world) exists(p *place.Place) {
	for id, o := range w.objs.All() {
		if o.cell != nil && o.cell.Root == p.Root && !o.nonNil {
			o.nonNil = true
			w.objs.Set(id, o)
		}
	}
}

// Load sets the register of a load of the variable at p.
func (m *machine) Load(w *world, load *ssa.UnOp, p *place.Place) bool {
	m.use(w, m.Eval(w, load.X), load.Pos())
	w.reads(m.Eval(w, load.X))
	v := val{}
	if p != nil {
		v = m.load(w, p, load)
	}
	m.assign(w, load, v)
	if v.kind == named {
		w.Conds.Name(m.Symbols, load, v.sym)
	}
	return true
}

// Compute returns the value of an instruction that only computes. What it takes into a value of
// its own is given up.
func (m *machine) Compute(w *world, v ssa.Value) val {
	switch v := v.(type) {
	case *ssa.MakeSlice:
		p := m.Table.Root(v)
		w.Mem.Clear(p)
		return val{kind: address, cell: p}
	case *ssa.UnOp:
		return val{}
	case *ssa.Convert:
		if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
			return val{} // a copy
		}
		return m.Eval(w, v.X)
	case *ssa.MakeInterface:
		x := m.Eval(w, v.X)
		if x.kind != unknown {
			x.dyn = v.X.Type()
		}
		return x
	case *ssa.TypeAssert:
		return m.asserted(w, v)
	case *ssa.Slice:
		x := m.Eval(w, v.X)
		if x.kind != address {
			return inside(x)
		}
		if v.Low != nil || v.High != nil {
			return val{} // the elements have other indices
		}
		return x
	case *ssa.FieldAddr:
		return m.element(w, v, v.X)
	case *ssa.IndexAddr:
		return m.element(w, v, v.X)
	case *ssa.Index: // of an array that is held by value
		x := m.Eval(w, v.X)
		if x.kind != structure {
			return val{}
		}
		p := m.Table.Sub(x.cell, m.Elem(v.Index), nil)
		if isElement(p) {
			return m.someElement(w, p)
		}
		return w.Mem.At(p)
	case *ssa.Field:
		return m.field(w, v)
	case *ssa.BinOp:
		if v.Op == token.ADD || v.Op == token.SUB {
			x := inside(m.Eval(w, v.X))
			x.cell = nil // what Go sees there is elsewhere
			return x
		}
		return val{} // a comparison
	case *ssa.MakeClosure:
		return val{kind: literal, lit: m.Closure(v.Fn.(*ssa.Function), m.Values(w, v.Bindings))}
	}
	m.surrender(w, v.(ssa.Instruction))
	return val{}
}

// surrender gives up what an instruction is given.
func (m *machine) surrender(w *world, instr ssa.Instruction) {
	for _, op := range instr.Operands(nil) {
		if *op != nil {
			w.escape(m.Eval(w, *op), instr.Pos())
		}
	}
}

// field returns a field of a struct that is held by value.
func (m *machine) field(w *world, f *ssa.Field) val {
	x, field := m.Eval(w, f.X), place.FieldOf(f.X.Type(), f.Field)
	switch {
	case x.kind == structure && field != nil:
		at := m.Table.Sub(x.cell, f.Field, field)
		v := w.Mem.At(at)
		if v.kind == unknown && isStruct(f.Type()) {
			v = val{kind: structure, cell: at}
		}
		return v
	case x.kind == pointer && pointerLike(f.Type()):
		x.part = field
		return x
	}
	return val{}
}

// Give hands memory to other goroutines, or to a map.
func (m *machine) Give(w *world, instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.Send:
		w.pass(m.Eval(w, instr.X), instr.Pos())
	case *ssa.Go:
		w.pass(m.Eval(w, instr.Call.Value), instr.Pos())
		for _, a := range m.Values(w, instr.Call.Args) {
			w.pass(a, instr.Pos())
		}
	default:
		m.surrender(w, instr)
	}
}

// asserted returns the result of a type assertion: what an interface holds is of its type or not.
func (m *machine) asserted(w *world, a *ssa.TypeAssert) val {
	x := m.Eval(w, a.X)
	if x.dyn == nil {
		w.escape(x, a.Pos())
		return val{}
	}
	if !types.IsInterface(a.AssertedType) {
		x.dyn = nil
	}
	return x
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
