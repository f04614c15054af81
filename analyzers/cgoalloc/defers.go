package cgoalloc

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// stale reports that a deferred call releases nothing, as it was given the nil that
// a variable held then, and not what was put there since.
func (m *machine) stale(w *world, v val, free string) {
	if m.running == nil || v.kind != isNil || v.cell == nil {
		return
	}
	if _, ok := w.nilled[v.cell]; ok && w.cells.At(v.cell).kind == isNil {
		m.emptied(w, v.cell, free)
		return
	}
	now, set := w.cells.At(v.cell), w.wrote[v.cell]
	if now.kind == isNil || !set.pos.IsValid() {
		return // still nil
	}
	name := v.cell.String()
	text := "this deferred free does nothing: it has the value of " + name + " here, nil, and not the one that "
	if set.c != "" {
		text += "C." + set.c + " sets at " + m.pkg.at(set.pos)
	} else {
		text += "is set at " + m.pkg.at(set.pos)
	}
	ours := now.kind == pointer && w.objs.At(now.obj).phase == owned && m.sites[now.obj].frees != nil
	if ours {
		text += ": that memory is never freed"
	} else {
		text += ": if that memory is the caller's, it is never freed"
	}
	w.escape(now, set.pos) // one finding is enough
	m.find("defer-too-early", m.running.Pos(), text, -1, related{set.pos, "set here"})
	if n := len(m.Notes); n > 0 {
		m.Notes[n-1].never = ours
	}
}

// emptied reports that a deferred call releases what a variable points to, which
// has been set to nil while nothing else had its memory.
func (m *machine) emptied(w *world, p *place.Place, free string) {
	lost, ok := w.nilled[p]
	if m.running == nil || !ok || w.cells.At(p).kind != isNil || w.objs.At(lost.obj).phase != lentArg {
		return
	}
	delete(w.nilled, p)
	m.find("defer-too-early", m.running.Pos(), "this deferred "+free+" does nothing: "+p.String()+" is set to nil at "+m.pkg.at(lost.pos)+" before it runs, and the memory is never freed", -1, related{lost.pos, "set to nil here"})
}

// deferred evaluates the arguments of a deferred call.
func (m *machine) deferred(w *world, d *ssa.Defer) {
	p := pending{instr: d}
	lit := m.Eval(w, d.Call.Value)
	if method := m.method(lit, &d.Call); method != nil {
		p.args = append(p.args, lit)
		lit = val{kind: literal, lit: m.closure(method, nil)}
	}
	if lit.kind == literal {
		p.lit = lit
		for _, a := range d.Call.Args {
			p.args = append(p.args, m.Eval(w, a))
		}
	} else {
		w.escape(lit, d.Pos())
		for _, a := range d.Call.Args {
			w.escape(m.Eval(w, a), d.Pos())
		}
		return
	}
	for i, a := range p.args {
		p.args[i] = w.settled(a)
	}
	if wrapper := p.lit.lit.fn; wrapper.Parent() != nil && callsGlue(wrapper) {
		// The wrapper of a C call: its arguments are evaluated now.
		for slot := 0; ; slot++ {
			if !slices.ContainsFunc(w.defers, func(q pending) bool { return q.instr == d && q.slot == slot }) {
				p.slot = slot
				break
			}
		}
		snap := m.closure(wrapper, nil)
		for i, b := range p.lit.lit.bound {
			if b.kind == address {
				copied := m.copyOf(copyKey{wrapper.FreeVars[i], p.slot})
				for q, x := range w.cells.In(b.cell) {
					if x.kind == isNil && x.cell == nil {
						x.cell = q
						w.cells.Set(q, x)
					}
				}
				w.cells.Copy(m.table, b.cell, copied)
				for q, x := range w.cells.In(b.cell) {
					if x.kind == isNil && x.cell == q {
						x.cell = nil
						w.cells.Set(q, x)
					}
				}
				for q, x := range w.cells.In(copied) {
					w.cells.Set(q, w.settled(x))
				}
				b = val{kind: frozen, cell: copied}
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

// settled returns a value that a deferred call is given: a nil that was copied from
// a variable which has another value by now does not stand for that variable.
func (w *world) settled(v val) val {
	if v.kind == isNil && v.cell != nil && w.cells.At(v.cell).kind != isNil {
		v.cell = nil
	}
	return v
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
			outer := m.running
			if m.running == nil || len(m.entered) == 0 {
				m.running = p.instr
			}
			out, _ := m.invoke(w, p.instr, p.lit.lit, p.args, p.instr.Pos())
			m.running = outer
			next = append(next, out...)
		}
		worlds = next
	}
	for _, w := range worlds {
		w.defers = nil
	}
	return worlds
}
