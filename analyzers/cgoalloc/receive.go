package cgoalloc

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// receive interprets the receive of a C pointer: who receives it owns it, if he
// frees it on some path.
func (m *machine) receive(w *world, recv *ssa.UnOp) {
	m.assign(w, recv, val{})
	if !mayBeC(element(recv.X)) {
		return
	}
	id := m.allocate(w, siteKey{call: recv, out: result}, &site{pos: recv.Pos(), name: "a channel", instr: recv, out: result, received: true})
	if recv.CommaOk {
		w.SetTuple(recv, []val{{kind: pointer, obj: id}, {kind: outcome, obj: id}})
		return
	}
	m.assign(w, recv, val{kind: pointer, obj: id})
}

// selected interprets a select: one world for each of its cases.
func (m *machine) selected(w *world, sel *ssa.Select) []*world {
	for _, state := range sel.States {
		if state.Send != nil {
			w.escape(m.Eval(w, state.Send), state.Pos)
		}
	}
	n := len(sel.States)
	if !sel.Blocking {
		n++ // default, with index -1
	}
	var out []*world
	received := 2 // results of the select: index, ok, values
	for i := range n {
		c := w
		if i < n-1 {
			c = w.Clone()
		}
		tuple := make([]val, 2+len(sel.States))
		tuple[0] = val{kind: choice, obj: i}
		if i == len(sel.States) {
			tuple[0].obj = -1
		} else if state := sel.States[i]; state.Dir == types.RecvOnly {
			if mayBeC(element(state.Chan)) {
				id := m.allocate(c, siteKey{call: sel, out: i}, &site{pos: state.Pos, name: "a channel", instr: sel, out: i, received: true})
				tuple[1] = val{kind: outcome, obj: id}
				tuple[received] = val{kind: pointer, obj: id}
			}
			received++
		}
		m.assign(c, sel, val{})
		c.SetTuple(sel, tuple)
		out = append(out, c)
	}
	return out
}

// element returns the type of what a channel carries, an invalid one for type
// parameters.
func element(ch ssa.Value) types.Type {
	if t, ok := ch.Type().Underlying().(*types.Chan); ok {
		return t.Elem()
	}
	return types.Typ[types.Invalid]
}
