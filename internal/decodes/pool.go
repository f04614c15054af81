package decodes

import (
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// pool notes the literal of a type that keeps connections, which nobody uses again if
// each request makes one of its own:
//
//	client := &http.Client{Transport: &http.Transport{TLSClientConfig: s.tls}}
func (f *function) pool(a *ssa.Alloc) {
	t := origin.Pointee(a.Type())
	off, ok := model.Pool(t)
	if !ok || !a.Heap {
		return // nothing that is kept
	}
	data := origin.Join(origin.Value{Class: origin.Const}, f.Value(a))
	for _, ref := range *a.Referrers() {
		addr, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue // handed on
		}
		for _, v := range storedAt(addr) {
			if field := place.FieldOf(t, addr.Field); field != nil && field.Name() == off && !isFalse(v) {
				return // on purpose
			}
			if made, ok := origin.Closure(v); ok {
				data = origin.Join(data, f.Join(made.Bindings))
			}
		}
	}
	if closes(f.Func()) || !origin.Lasting(data) {
		return // on purpose, or of the request
	}
	made := derived([]ssa.Value{a})
	for _, w := range f.memory.writes(made) {
		if w.outcome {
			return // for others, too
		}
	}
	f.node.Decodes = append(f.node.Decodes, Decode{
		Pos: f.p.pos(a.Pos()), Func: types.TypeString(t, (*types.Package).Name), Data: data, Kind: "literal",
		Loop: f.loops[a.Block()] != nil, Round: f.rounds[a.Block()],
	})
}

// storedAt returns the values that are stored at an address.
func storedAt(addr ssa.Value) []ssa.Value {
	var out []ssa.Value
	for _, ref := range *addr.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == addr {
			out = append(out, st.Val)
		}
	}
	return out
}

func isFalse(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.Bool && !constant.BoolVal(c.Value)
}

// closes reports whether a function closes the connections that nobody uses.
func closes(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue // no call
			}
			if fn, ok := ir.Func(call.Common().StaticCallee()); ok && fn.Name() == "CloseIdleConnections" && model.Standard(fn.Pkg()) {
				return true
			}
		}
	}
	return false
}
