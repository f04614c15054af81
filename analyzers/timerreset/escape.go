package timerreset

import (
	"golang.org/x/tools/go/ssa"
)

// opaque interprets a call whose effects are not known: timers that it is
// given, or whose fields it touches, are forgotten, and so is what it may
// write through a pointer.
func (m *machine) opaque(w *world, v ssa.Value, call *ssa.CallCommon) {
	for _, arg := range call.Args {
		m.escape(w, arg)
	}
	touched := m.pkg.touchedBy(call)
	for p, val := range w.Mem.All() {
		if !touched[p.Var] {
			continue // the callee does not know the field
		}
		if val.kind == vTimer {
			w.objs.Set(val.obj, m.object(w, val.obj).forget())
		}
		w.Mem.Delete(p)
	}
	for p, o := range w.objs.All() {
		if touched[p.Var] {
			w.objs.Set(p, o.forget())
		}
	}
	m.settle(w)
	if v == nil {
		return
	}
	m.set(w, v, value{})
	if isTimerPtr(v.Type()) {
		p := m.Table.Root(v)
		w.objs.Set(p, object{kind: m.pkg.kindOf(p)})
		w.Env.Bind(v, value{kind: vTimer, obj: p})
	}
}

// escape gives a timer, its channel or a pointer to code that is not followed.
func (m *machine) escape(w *world, v ssa.Value) {
	switch val := m.Eval(w, v); val.kind {
	case vTimer:
		o := m.object(w, val.obj)
		w.objs.Set(val.obj, object{kind: o.kind, others: othersAll, nonNil: o.nonNil, made: o.made})
		return
	case vFunc:
		m.lend(w, val)
		return
	case vChan:
		o := m.object(w, val.obj)
		o.others |= othersReceive
		w.objs.Set(val.obj, o.settle())
		return
	}
	if iface, ok := v.(*ssa.MakeInterface); ok {
		v = iface.X
	}
	if !isPointer(v.Type()) {
		return // a copy
	}
	at := m.Addr(w, v)
	_, local := at.Root.(*ssa.Alloc)
	for p, val := range w.Mem.All() {
		switch {
		case !p.Within(at):
		case val.kind == vFunc:
			m.lend(w, val)
		case val.kind == vConst, val.kind == vNil:
			w.Mem.Delete(p)
		case val.kind == vTimer && local:
			o := m.object(w, val.obj)
			w.objs.Set(val.obj, object{kind: o.kind, others: othersAll})
			w.Mem.Delete(p)
		}
	}
}

// lend marks the timers whose methods others may call through a function.
func (m *machine) lend(w *world, f value) {
	for _, b := range f.fun.Bound {
		switch b.kind {
		case vTimer:
			o := m.object(w, b.obj)
			w.objs.Set(b.obj, object{kind: o.kind, others: othersAll, nonNil: o.nonNil, made: o.made})
		case vFunc:
			m.lend(w, b)
		case vRef: // a variable: who may touch it later, othersOf knows
			if v := m.pkg.variableOf(b.obj); v != nil && m.pkg.reaches[f.fun.Fn][v] {
				if val, ok := w.Mem.Get(b.obj); ok && val.kind == vTimer {
					w.objs.Set(val.obj, m.object(w, val.obj).forget())
				}
				w.objs.Set(b.obj, m.object(w, b.obj).forget())
			}
		}
	}
}

// capture lends the functions in the variables of a closure that is not called on the spot.
func (m *machine) capture(w *world, c *ssa.MakeClosure) {
	if m.pkg.direct[c.Fn.(*ssa.Function)] {
		return // interpreted where it is called
	}
	for _, b := range c.Bindings {
		if val, ok := w.Mem.Get(m.Addr(w, b)); ok && val.kind == vFunc {
			m.lend(w, val)
		}
	}
}
