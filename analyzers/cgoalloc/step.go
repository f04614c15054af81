package cgoalloc

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// step interprets one instruction; a call of a literal can end in several
// worlds.
func (m *machine) step(w *world, instr ssa.Instruction) []*world {
	switch instr := instr.(type) {
	case *ssa.Phi, *ssa.If, *ssa.Jump, *ssa.Return, *ssa.DebugRef:
		return []*world{w} // by run
	case *ssa.Alloc:
		if elem := instr.Type().Underlying().(*types.Pointer).Elem(); pointerLike(elem) {
			w.cells[instr] = val{kind: isNil}
		} else {
			w.cells[instr] = val{kind: named, sym: m.symbols.Zero(elem)}
		}
		m.assign(w, instr, val{kind: address, cell: instr})
	case *ssa.Store:
		x := m.eval(w, instr.Val)
		w.conds.Stored(instr.Addr)
		if a := m.eval(w, instr.Addr); a.kind == address {
			if w.cells[a.cell] != x {
				m.overwrite(w, a.cell, instr.Pos())
			}
			m.keep(w, a.cell, instr.Val, x)
			if x.kind == pointer && m.late(w, a.cell, instr.Pos(), "", w.objs[x.obj].phase == owned) {
				w.escape(x, instr.Pos()) // one finding is enough
			}
			return []*world{w}
		}
		m.fieldStore(w, instr.Addr, x)
		w.escape(x, instr.Pos())
	case *ssa.UnOp:
		x := m.eval(w, instr.X)
		switch {
		case instr.Op == token.MUL && x.kind == address:
			v := w.cells[x.cell]
			if v.kind == isNil {
				v.cell = x.cell
			}
			m.assign(w, instr, v)
			if v.kind == named {
				w.conds.Name(instr, v.sym)
			}
		case instr.Op == token.ARROW:
			m.receive(w, instr)
		case instr.Op == token.MUL:
			m.use(w, x, instr.Pos())
			m.assign(w, instr, val{})
		default:
			m.assign(w, instr, val{})
		}
	case *ssa.Convert:
		x := m.eval(w, instr.X)
		if b, ok := instr.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
			x = val{} // a copy
		}
		m.assign(w, instr, x)
	case *ssa.ChangeType:
		m.assign(w, instr, m.eval(w, instr.X))
	case *ssa.MakeInterface:
		m.assign(w, instr, m.eval(w, instr.X))
	case *ssa.SliceToArrayPointer:
		m.assign(w, instr, m.eval(w, instr.X))
	case *ssa.Slice:
		m.assign(w, instr, inside(m.eval(w, instr.X)))
	case *ssa.FieldAddr:
		m.assign(w, instr, inside(m.eval(w, instr.X)))
	case *ssa.IndexAddr:
		m.assign(w, instr, inside(m.eval(w, instr.X)))
	case *ssa.BinOp:
		x := inside(m.eval(w, instr.X))
		if instr.Op != token.ADD && instr.Op != token.SUB {
			x = val{} // a comparison
		}
		m.assign(w, instr, x)
	case *ssa.MakeClosure:
		lit := &closure{fn: instr.Fn.(*ssa.Function)}
		for _, b := range instr.Bindings {
			lit.bound = append(lit.bound, m.eval(w, b))
		}
		m.assign(w, instr, val{kind: literal, lit: lit})
	case *ssa.Extract:
		x := val{}
		if t := w.tuples[instr.Tuple]; instr.Index < len(t) {
			x = t[instr.Index]
		}
		m.assign(w, instr, x)
	case *ssa.Select:
		return m.selected(w, instr)
	case *ssa.Call:
		return m.call(w, instr)
	case *ssa.Defer:
		m.deferred(w, instr)
	case *ssa.RunDefers:
		return m.runDefers(w)
	default:
		for _, op := range instr.Operands(nil) {
			if *op != nil {
				w.escape(m.eval(w, *op), instr.Pos()) // sent, put into a map, ...
			}
		}
		if v, ok := instr.(ssa.Value); ok {
			m.assign(w, v, val{})
		}
	}
	return []*world{w}
}

// keep stores a value in a variable. Of a value that says nothing, the variable keeps
// the name: a deferred literal may test the error that the function has tested.
func (m *machine) keep(w *world, cell *ssa.Alloc, v ssa.Value, x val) {
	if x.kind == unknown {
		x = val{kind: named, sym: m.symbols.Of(v)}
		m.kept[x.sym] = true
	}
	if old := w.cells[cell]; old.kind == named && old.sym != x.sym && !m.tested(cell.Parent(), old.sym) {
		w.conds.Drop(old.sym)
	}
	w.cells[cell] = x
}

// inside returns what is known of an address within what v points to.
func inside(v val) val {
	if v.kind == pointer {
		return v
	}
	return val{}
}

// use checks that v does not point to freed memory.
func (m *machine) use(w *world, v val, pos token.Pos) {
	if v.kind != pointer {
		return
	}
	if o := w.objs[v.obj]; o.phase == released && o.by.frees && m.sites[v.obj].param == 0 {
		m.find("use-after-free", pos, "C memory of "+m.sites[v.obj].name+" is used here after it was freed at "+m.at(o.pos), v.obj, related{o.pos, "freed here"})
		w.set(v.obj, gone, pos)
	}
}

// late reports a deferred free that has captured the nil of a variable which
// is only set now, by C's function name or by an assignment, and whether there
// is one. Whose memory it is set to is known if owned.
func (m *machine) late(w *world, cell *ssa.Alloc, pos token.Pos, name string, owned bool) bool {
	early, ok := w.early[cell]
	if !ok {
		return false
	}
	delete(w.early, cell)
	text := "this deferred free does nothing: it has the value of " + cell.Comment + " here, nil, and not the one that "
	if name != "" {
		text += "C." + name + " sets at " + m.at(pos)
	} else {
		text += "is set at " + m.at(pos)
	}
	if owned {
		text += ": that memory is never freed"
	} else {
		text += ": if that memory is the caller's, it is never freed"
	}
	m.find("defer-too-early", early, text, -1, related{pos, "set here"})
	m.finds[len(m.finds)-1].never = owned
	return true
}

// deferred evaluates the arguments of a deferred call.
func (m *machine) deferred(w *world, d *ssa.Defer) {
	p := pending{instr: d}
	if lit := m.eval(w, d.Call.Value); lit.kind == literal && !d.Call.IsInvoke() {
		p.lit = lit
		for _, a := range d.Call.Args {
			p.args = append(p.args, m.eval(w, a))
		}
	} else {
		for _, a := range d.Call.Args {
			w.escape(m.eval(w, a), d.Pos())
		}
		return
	}
	if wrapper := p.lit.lit.fn; wrapper.Parent() != nil && callsGlue(wrapper) {
		// The wrapper of a C call: its arguments are evaluated now.
		snap := &closure{fn: wrapper}
		for _, b := range p.lit.lit.bound {
			if b.kind == address {
				v := w.cells[b.cell]
				if v.kind == isNil && v.cell != nil && m.releases(wrapper) {
					w.early[v.cell] = d.Pos()
				}
				b = val{kind: frozen, lit: &closure{bound: []val{v}}}
			}
			snap.bound = append(snap.bound, b)
		}
		p.lit.lit = snap
	}
	var rounds []int // of the loop in which it was deferred before
	for i, q := range w.defers {
		if q.instr == d {
			rounds = append(rounds, i)
		}
	}
	if len(rounds) >= 2 { // a third tells nothing new
		w.released(w.defers[rounds[0]])
		w.defers = slices.Delete(slices.Clone(w.defers), rounds[0], rounds[0]+1)
	}
	w.defers = append(w.defers, p)
}

// releases reports whether the wrapper of a C call frees the first argument.
func (m *machine) releases(wrapper *ssa.Function) bool {
	for _, b := range wrapper.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(*ssa.Call); ok {
				name := cName(call.Call.StaticCallee())
				if name != "" && (m.pkg.pre.frees(name, 0, 0) || isRelease(name)) {
					return true
				}
			}
		}
	}
	return false
}

// callsGlue reports whether fn is a literal that cmd/cgo wrote around a call.
func callsGlue(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(*ssa.Call); ok && call.Call.StaticCallee() != nil && isGlue(call.Call.StaticCallee()) {
				return true
			}
		}
	}
	return false
}

// runDefers runs the deferred calls, the last first.
func (m *machine) runDefers(w *world) []*world {
	worlds := []*world{w}
	defers := w.defers
	for i := len(defers) - 1; i >= 0; i-- {
		p := defers[i]
		if p.instr.Parent() != m.root && m.depth == 0 {
			continue // not of this function
		}
		var next []*world
		for _, w := range worlds {
			out, _ := m.invoke(w, p.instr, p.lit.lit, p.args, p.instr.Pos())
			next = append(next, out...)
		}
		worlds = next
	}
	for _, w := range worlds {
		w.defers = nil
	}
	return worlds
}
