package cgoalloc

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Receive interprets the receive of a C pointer: who receives it owns it, if he
// frees it on some path.
func (m *machine) Receive(w *world, recv *ssa.UnOp) bool {
	w.passed = nil // it may have waited
	m.assign(w, recv, val{})
	if !mayBeC(element(recv.X)) {
		return true
	}
	id := m.allocate(w, siteKey{call: recv, out: result}, &site{pos: recv.Pos(), name: "a channel", instr: recv, out: result, received: true})
	if recv.CommaOk {
		w.SetTuple(recv, []val{{kind: pointer, obj: id}, {kind: outcome, obj: id}})
		return true
	}
	m.assign(w, recv, val{kind: pointer, obj: id})
	return true
}

// Case lets a select choose: what it receives is an object, what it sends somebody else's.
func (m *machine) Case(w *world, sel *ssa.Select, i int) ([]val, bool) {
	tuple := make([]val, 2+len(sel.States)) // index, ok, values
	received := 2
	for j, state := range sel.States {
		switch {
		case state.Send != nil:
			w.escape(m.Eval(w, state.Send), state.Pos)
		case i == j && mayBeC(element(state.Chan)):
			id := m.allocate(w, siteKey{call: sel, out: i}, &site{pos: state.Pos, name: "a channel", instr: sel, out: i, received: true})
			tuple[1], tuple[received] = val{kind: outcome, obj: id}, val{kind: pointer, obj: id}
		}
		if state.Send == nil {
			received++
		}
	}
	return tuple, true
}

// element returns the type of what a channel carries, an invalid one for type
// parameters.
func element(ch ssa.Value) types.Type {
	if t, ok := ch.Type().Underlying().(*types.Chan); ok {
		return t.Elem()
	}
	return types.Typ[types.Invalid]
}
