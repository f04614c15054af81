package cgoalloc

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// stale reports that a deferred call releases nothing, as it was given the nil that
// a variable held then, and not what was put there since.
func (m *machine) stale(w *world, v val, free string) {
	if m.running == nil || v.kind != isNil || v.cell == nil {
		return
	}
	if _, ok := w.nilled[v.cell]; ok && w.Mem.At(v.cell).kind == isNil {
		m.emptied(w, v.cell, free)
		return
	}
	now, set := w.Mem.At(v.cell), w.wrote[v.cell]
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
	if m.running == nil || !ok || w.Mem.At(p).kind != isNil || w.objs.At(lost.obj).phase != lentArg {
		return
	}
	delete(w.nilled, p)
	m.find("defer-too-early", m.running.Pos(), "this deferred "+free+" does nothing: "+p.String()+" is set to nil at "+m.pkg.at(lost.pos)+" before it runs, and the memory is never freed", -1, related{lost.pos, "set to nil here"})
}

// Defer evaluates the arguments of a deferred call.
func (m *machine) Defer(w *world, d *ssa.Defer) {
	lit, call := m.Resolve(w, &d.Call)
	if lit == nil {
		m.surrender(w, d)
		return
	}
	p := deferred{Instr: d, Slot: w.Slot(d), Func: val{kind: literal, lit: lit}, Call: call, Args: m.Values(w, call.Args)}
	for i, a := range p.Args {
		p.Args[i] = w.settled(a)
	}
	if wrapper := p.Func.lit.Fn; wrapper.Parent() != nil && callsGlue(wrapper) {
		// The wrapper of a C call: its arguments are evaluated now.
		var bound []val
		for i, b := range p.Func.lit.Bound {
			if b.kind == address {
				copied := m.copyOf(copyKey{wrapper.FreeVars[i], p.Slot})
				m.duplicate(w, b.cell, copied)
				for q, x := range w.Mem.In(copied) {
					w.Mem.Set(q, w.settled(x))
				}
				b = val{kind: frozen, cell: copied}
			}
			bound = append(bound, b)
		}
		p.Func.lit = m.Closure(wrapper, bound)
	}
	for _, old := range w.Path.Defer(p, 2) { // a third round tells nothing new
		w.released(old)
	}
}

// settled returns a value that a deferred call is given: a nil that was copied from
// a variable which has another value by now does not stand for that variable.
func (w *world) settled(v val) val {
	if v.kind == isNil && v.cell != nil && w.Mem.At(v.cell).kind != isNil {
		v.cell = nil
	}
	return v
}

// releases reports whether the wrapper of a C call frees the first argument.
func (m *machine) releases(wrapper *ssa.Function) bool {
	for call := range ir.Each[*ssa.Call](wrapper) {
		name := cName(call.Call.StaticCallee())
		if name != "" && (m.pkg.pre.frees(name, 0, 0) || isRelease(name)) {
			return true
		}
	}
	return false
}

// callsGlue reports whether fn is a literal that cmd/cgo wrote around a call.
func callsGlue(fn *ssa.Function) bool {
	for call := range ir.Each[*ssa.Call](fn) {
		if call.Call.StaticCallee() != nil && isGlue(call.Call.StaticCallee()) {
			return true
		}
	}
	return false
}

// Deferred runs a deferred call.
func (m *machine) Deferred(w *world, d deferred) []*world {
	outer := m.running
	if _, below := m.Named(); m.running == nil || !below {
		m.running = d.Instr
	}
	worlds, _ := m.invoke(w, d.Instr, d.Func.lit, d.Call, d.Args, d.Instr.Pos())
	m.running = outer
	return worlds
}
